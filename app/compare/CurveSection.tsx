'use client';

import { Group, Select } from '@mantine/core';
import { useMemo } from 'react';
import { MetricChart } from '@/app/_components/curves/MetricChart';
import { ScaleSwitch } from '@/app/_components/curves/ScaleSwitch';
import { SmoothingSlider } from '@/app/_components/curves/SmoothingSlider';
import { metricLook } from '@/app/_components/formatMetric';
import type { ComparedRun } from './prepareScores';
import { Section } from './Section';
import type { CompareState } from './useCompareState';

const splits = ['train', 'test', 'system'] as const;

/** One curve of every run, overlaid. */
export function CurveSection({ runs, state }: { runs: ComparedRun[]; state: CompareState }) {
  const { metric, smooth, scale } = state.params;
  const smoothing = Math.min(0.99, Math.max(0, smooth));
  const named = useMemo(() => runs.map(({ id, name }) => ({ id, name })), [runs]);
  const options = [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ split, key }) => `${split}.${key}`)))].map(
    (value) => ({
      value,
      label: metricLook(value.slice(value.indexOf('.') + 1)).label,
    }),
  );
  const chosen = options.find(({ value }) => value === metric)?.value ?? options[0]?.value;
  if (chosen === undefined) return null;
  const split = splits.find((id) => chosen.startsWith(`${id}.`)) ?? 'train';
  return (
    <Section
      title="Curves"
      controls={
        <Group gap="lg" align="flex-end">
          <Select
            label="Metric"
            data={options}
            value={chosen}
            onChange={(value) => state.set({ metric: value ?? 'train.loss' })}
            allowDeselect={false}
            w={180}
          />
          <SmoothingSlider value={smoothing} onChange={(value) => state.set({ smooth: value })} />
          <ScaleSwitch value={scale} onChange={(value) => state.set({ scale: value })} />
        </Group>
      }
    >
      <MetricChart
        runs={named}
        metricKey={chosen.slice(chosen.indexOf('.') + 1)}
        split={split}
        smoothing={split === 'train' ? smoothing : 0}
        scale={scale}
        height={340}
      />
    </Section>
  );
}
