import { expect, it } from 'vitest';
import { metricIds, metricKeys } from '@/domain/metrics';

/** What somebody who adds a metric writes, and nothing else. */
const added = {
  gradient_norm: {
    ...{ label: 'Gradient norm', unit: '', better: null, split: 'train', noisy: true, logarithmic: true },
    description: 'length of the gradient of all parameters',
  },
} as const;
const column = 'metric.train.gradient_norm';

it('a metric that is added to the list is in the column picker, the run table and the Curves tab', async () => {
  Object.assign(metricKeys, added);
  (metricIds as string[]).push('gradient_norm');
  // Modules read the list when they are loaded: from here on they do.
  const { columnOptions, columnLabel, isColumn, isNumeric } = await import('@/app/runs/runColumns');
  const { runSortKeySchema } = await import('@/domain/runTable');
  const { formatMetric } = await import('@/app/_components/formatMetric');
  const { prepareCharts } = await import('@/app/runs/[id]/prepareCharts');
  const { readSeriesSchema } = await import('@/server/metrics/readSeries');

  expect(columnOptions.flatMap(({ items }) => items)).toContainEqual({ value: column, label: 'Gradient norm' });
  expect([isColumn(column), isNumeric(column), columnLabel(column)]).toEqual([true, true, 'Gradient norm']);
  expect(runSortKeySchema.parse(column)).toEqual({ kind: 'metric', split: 'train', key: 'gradient_norm' });
  expect(formatMetric('gradient_norm', 0.25)).toBe('0.25');
  const measured = [
    { key: 'loss', split: 'train', points: 9 },
    { key: 'gradient_norm', split: 'train', points: 9 },
    { key: 'step_ms', split: 'train', points: 9 },
    { key: 'cpu_percent', split: 'system', points: 9 },
  ];
  expect(prepareCharts(measured)).toEqual([
    { key: 'step_ms', split: 'train', noisy: true, logarithmic: false },
    { key: 'gradient_norm', split: 'train', noisy: true, logarithmic: true },
  ]);
  expect(readSeriesSchema.parse({ runIds: [crypto.randomUUID()], key: 'gradient_norm', split: 'train' })).toMatchObject(
    {
      key: 'gradient_norm',
    },
  );
});
