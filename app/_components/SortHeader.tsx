import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import classes from './table.module.css';

type SortHeaderProps = {
  label: string;
  column: string;
  /** Column, with `-` in front for descending. */
  sort: string;
  onSort: (column: string) => void;
};

/** The head of a column that sorts the table. */
export function SortHeader({ label, column, sort, onSort }: SortHeaderProps) {
  const active = sort.replace(/^-/, '') === column;
  const Icon = !active ? IconArrowsSort : sort.startsWith('-') ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton className={classes.sort} data-active={active || undefined} onClick={() => onSort(column)}>
      {label}
      <Icon size={13} stroke={2} aria-hidden />
    </UnstyledButton>
  );
}
