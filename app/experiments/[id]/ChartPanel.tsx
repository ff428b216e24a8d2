'use client';

import { Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQueryStates } from 'nuqs';
import type { Table2 } from '@/domain/table2/table2';
import { experimentParams } from './experimentParams';
import { prepareTableChart } from './prepareTableChart';
import { TableChart } from './TableChart';

/** The table as bars with the spread over seeds: differences to Base, or the scores themselves. */
export function ChartPanel({ table }: { table: Table2 }) {
  const [{ chart: mode }, setParams] = useQueryStates(experimentParams);
  const chart = prepareTableChart(table, mode);
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} radius="md" component="section" aria-labelledby="chart">
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h3" id="chart">
            {mode === 'map' ? 'mAP by row' : 'Gain over Base by row'}
          </Title>
          <SegmentedControl
            size="xs"
            aria-label="What the bars show"
            value={mode}
            onChange={(value) => setParams({ chart: value === 'map' ? 'map' : 'difference' })}
            data={[
              { value: 'difference', label: 'Δ to Base' },
              { value: 'map', label: 'mAP' },
            ]}
          />
        </Group>
        {chart.rows.length > 0 ? (
          <TableChart chart={chart} />
        ) : (
          <Text size="sm" c="dimmed">
            {mode === 'map'
              ? 'Bars appear with the first score.'
              : 'Bars appear as soon as Base and another row have a score of the same seed.'}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
