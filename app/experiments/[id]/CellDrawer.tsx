'use client';

import { Drawer, Group, Stack, Text } from '@mantine/core';
import { useQueryStates } from 'nuqs';
import { describeVariant } from '@/app/_components/describeVariant';
import { OracleMark } from '@/app/_components/OracleMark';
import type { Outputs } from '@/app/_trpc/outputs';
import { fusions } from '@/domain/fusions';
import type { Table2, TableCell, TableRow } from '@/domain/table2/table2';
import { variantOf } from '@/domain/variants';
import { CellFacts } from './CellFacts';
import { CellLinks } from './CellLinks';
import { parseCellKey } from './cellKey';
import { experimentParams } from './experimentParams';
import { SeedList } from './SeedList';

type CellDrawerProps = { experiment: Outputs['experiment']['byId']; table: Table2 };

/** Behind a number: its seeds with their runs, its protocol, its videos. Which cell is open stands in the URL. */
export function CellDrawer({ experiment, table }: CellDrawerProps) {
  const [{ cell: key }, setParams] = useQueryStates(experimentParams);
  const chosen = parseCellKey(key);
  const row = chosen ? table.rows.find(({ variant }) => variant === chosen.variant) : undefined;
  const cell = chosen && row ? row.cells[chosen.fusion] : undefined;
  return (
    <Drawer
      opened={cell !== undefined}
      onClose={() => setParams({ cell: null })}
      position="right"
      size="md"
      title={row && cell ? <DrawerTitle row={row} cell={cell} /> : null}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {row && cell ? (
        <Stack gap="lg">
          <Text size="sm" c="dimmed">
            {describeVariant(variantOf(row.variant))}
            {row.shared ? '; one training, the same in both columns' : ''}
          </Text>
          <CellFacts row={row} cell={cell} />
          <CellLinks experiment={experiment} cell={cell} />
          <SeedList experimentId={experiment.id} cell={cell} />
        </Stack>
      ) : null}
    </Drawer>
  );
}

function DrawerTitle({ row, cell }: { row: TableRow; cell: TableCell }) {
  return (
    <Group gap={4} component="span">
      <Text fw={650} span>
        {row.label}
      </Text>
      {row.oracle ? <OracleMark /> : null}
      <Text c="dimmed" span>
        {row.shared ? '' : fusions[cell.fusion].label}
      </Text>
    </Group>
  );
}
