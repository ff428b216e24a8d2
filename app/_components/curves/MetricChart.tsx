'use client';

import { Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import type { MetricSplit } from '@/domain/metrics';
import { formatDuration } from '@/domain/text/formatDuration';
import { DataPanel } from '../DataPanel';
import { formatMetricNumber, metricLook } from '../formatMetric';
import { CurveChart } from './CurveChart';
import { CurveLegend } from './CurveLegend';
import { CurveNotes } from './CurveNotes';
import { prepareCurves } from './prepareCurves';

type MetricChartProps = {
  runs: { id: string; name: string }[];
  metricKey: string;
  split: MetricSplit;
  /** Weight of the moving average in [0, 1). */
  smoothing?: number;
  scale?: 'linear' | 'log';
  height?: number;
};

/** One metric of some runs, in a card of its own. */
export function MetricChart({
  runs,
  metricKey,
  split,
  smoothing = 0,
  scale = 'linear',
  height = 220,
}: MetricChartProps) {
  const trpc = useTRPC();
  const maxPoints = Math.min(500, Math.max(100, Math.floor(2000 / runs.length)));
  const input = { runIds: runs.map(({ id }) => id), key: metricKey, split, smoothing, maxPoints };
  const query = useQuery({ ...trpc.run.series.queryOptions(input), placeholderData: keepPreviousData });
  const { label, unit, description, factor } = metricLook(metricKey);
  const curves = useMemo(() => {
    const named = (query.data ?? []).map(({ runId, buckets }) => ({
      id: runId,
      label: runs.find(({ id }) => id === runId)?.name ?? 'run',
      buckets,
    }));
    return prepareCurves(named, { smoothed: smoothing > 0, scale, factor });
  }, [query.data, runs, smoothing, scale, factor]);
  const overTime = split === 'system';
  const formatTick = (step: number) => (overTime ? formatDuration(step) : step.toLocaleString('en-GB'));
  const formatStep = (step: number) => (overTime ? formatTick(step) : `step ${formatTick(step)}`);
  return (
    <Paper withBorder p="md" component="section" aria-label={label}>
      <Stack gap="xs">
        <Group gap={8} align="baseline">
          <Title order={2} size="h5">
            {label}
          </Title>
          <Text size="xs" c="dimmed">
            {[unit, description, overTime ? 'over time' : 'over steps'].filter((part) => part !== '').join(' · ')}
          </Text>
        </Group>
        <DataPanel query={query} what={label.toLowerCase()} skeleton={<Skeleton h={height} />}>
          {() =>
            curves.lines.length === 0 ? (
              <Text size="sm" c="dimmed" h={height} style={{ alignContent: 'center', textAlign: 'center' }}>
                No points yet.
              </Text>
            ) : (
              <CurveChart
                curves={curves}
                formatValue={(value) => formatMetricNumber(metricKey, value / factor)}
                formatStep={formatStep}
                formatTick={formatTick}
                scale={scale}
                unit={unit}
                height={height}
                label={`${label} of ${runs.length === 1 ? runs[0]?.name : `${runs.length} runs`}`}
              />
            )
          }
        </DataPanel>
        {runs.length > 1 ? <CurveLegend lines={curves.lines} /> : null}
        <CurveNotes
          gaps={curves.gaps}
          notPositive={curves.notPositive}
          formatStep={formatStep}
          named={runs.length > 1}
        />
      </Stack>
    </Paper>
  );
}
