'use client';

import { Button, Group, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { fusions } from '@/domain/fusions';
import type { TableCell, TableRow } from '@/domain/table2/table2';
import classes from './CellButton.module.css';
import { cellKey } from './cellKey';
import { experimentParams } from './experimentParams';
import { PendingText } from './PendingText';
import { prepareCell } from './prepareCell';
import { useExperimentActions } from './useExperimentActions';

type CellButtonProps = { experimentId: string; row: TableRow; cell: TableCell };

/** A cell of the table: the number or where it stands; a click leads to the runs and videos behind it. */
export function CellButton({ experimentId, row, cell }: CellButtonProps) {
  const [, setParams] = useQueryStates(experimentParams);
  const { addCell } = useExperimentActions();
  const look = prepareCell(cell);
  const { variant, fusion } = cell;
  const name = `${row.label}, ${fusions[fusion].label}`;
  const Icon = look.action === 'run' ? IconPlayerPlay : IconRefresh;
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between">
      <UnstyledButton className={classes.cell} onClick={() => setParams({ cell: cellKey(cell) })}>
        <VisuallyHidden>{name}: </VisuallyHidden>
        {look.score ? (
          <span className={classes.numbers} data-single={cell.seeds.length === 1 || undefined}>
            <span className={cell.best ? classes.best : classes.score}>{look.score}</span>{' '}
            {look.spread ? <span className={classes.spread}>{look.spread}</span> : null}{' '}
            {look.difference ? <span className={classes.difference}>{look.difference}</span> : null}{' '}
          </span>
        ) : null}
        {look.count ? <span className={classes.count}>{look.count}</span> : null}
        {look.pending.map((line) => (
          <PendingText key={line.state} line={line} />
        ))}
      </UnstyledButton>
      {look.action ? (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<Icon size={12} aria-hidden />}
          aria-label={`${look.action === 'run' ? 'Run' : 'Retry'} ${name}`}
          loading={addCell.isPending}
          onClick={() => addCell.mutate({ id: experimentId, cell: { variant, fusion } })}
        >
          {look.action === 'run' ? 'Run it' : 'Retry'}
        </Button>
      ) : null}
    </Group>
  );
}
