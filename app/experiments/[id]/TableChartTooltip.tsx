import { Paper, Text } from '@mantine/core';
import type { TooltipContentProps } from 'recharts';
import { fusionIds, fusions } from '@/domain/fusions';
import type { ChartRow } from './prepareTableChart';

type TableChartTooltipProps = Partial<TooltipContentProps<number, string>> & { unit: string };

/** The numbers of the row under the pointer. */
export function TableChartTooltip({ active, payload, unit }: TableChartTooltipProps) {
  const row = payload?.[0]?.payload as ChartRow | undefined;
  if (!active || !row) return null;
  return (
    <Paper withBorder shadow="sm" p="xs">
      <Text size="sm" fw={600}>
        {row.label}
      </Text>
      {fusionIds.map((fusion) => {
        const bar = row.bars[fusion];
        if (!bar) return null;
        const std = bar.spread ? ` ± ${bar.spread[0].toFixed(1)} (n = ${bar.n})` : '';
        return (
          <Text size="xs" key={fusion}>
            {fusions[fusion].label}: {bar.value.toFixed(1)} {unit}
            {std}
          </Text>
        );
      })}
    </Paper>
  );
}
