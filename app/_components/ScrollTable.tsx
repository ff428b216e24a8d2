import { Table, type TableProps } from '@mantine/core';
import classes from './table.module.css';

/** A table that scrolls by itself when it is too wide, with the keyboard too. `label` names it. */
export function ScrollTable({ label, children, ...props }: TableProps & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section className={classes.frame} aria-label={label} tabIndex={0}>
      <Table {...props}>{children}</Table>
    </section>
  );
}
