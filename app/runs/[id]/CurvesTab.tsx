'use client';

import { Group, SimpleGrid, Stack } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { MetricChart } from '@/app/_components/curves/MetricChart';
import { ScaleSwitch } from '@/app/_components/curves/ScaleSwitch';
import { SmoothingSlider } from '@/app/_components/curves/SmoothingSlider';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { useTRPC } from '@/app/_trpc/client';
import { EvaluationBars } from './EvaluationBars';
import { prepareCharts } from './prepareCharts';
import type { Run } from './run';
import { runParams } from './runParams';

/** Loss and what goes with it, over the steps of training. */
export function CurvesTab({ run }: { run: Run }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.run.metrics.queryOptions({ id: run.id }));
  const [{ smooth, scale }, setParams] = useQueryStates({ smooth: runParams.smooth, scale: runParams.scale });
  const smoothing = Math.min(0.99, Math.max(0, smooth));
  const runs = useMemo(() => [{ id: run.id, name: run.name }], [run.id, run.name]);
  return (
    <DataPanel
      query={query}
      what="curves"
      isEmpty={(metrics) => metrics.every(({ split }) => split === 'system')}
      empty={
        <EmptyState icon={<IconChartLine size={26} />} title="No curves yet">
          They appear with the first step of training.
        </EmptyState>
      }
    >
      {(metrics) => {
        const charts = prepareCharts(metrics);
        return (
          <Stack gap="md">
            <Group gap="xl" align="flex-end">
              <SmoothingSlider value={smoothing} onChange={(value) => setParams({ smooth: value })} />
              <ScaleSwitch value={scale} onChange={(value) => setParams({ scale: value })} />
            </Group>
            <MetricChart runs={runs} metricKey="loss" split="train" smoothing={smoothing} scale={scale} height={300} />
            <EvaluationBars runId={run.id} />
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              {charts.map(({ key, split, noisy, logarithmic }) => (
                <MetricChart
                  key={`${split}.${key}`}
                  runs={runs}
                  metricKey={key}
                  split={split}
                  smoothing={noisy ? smoothing : 0}
                  scale={logarithmic ? scale : 'linear'}
                />
              ))}
            </SimpleGrid>
          </Stack>
        );
      }}
    </DataPanel>
  );
}
