import { type MetricSplit, metricOf, metricPlace } from '@/domain/metrics';

export type Chart = { key: string; split: MetricSplit; noisy: boolean; logarithmic: boolean };

/** The loss, which every run has and which is drawn large above the others. */
const main = 'loss';

type MeasuredCurve = { key: string; split: string; points: number };

/**
 * The charts of the Curves tab below that of the loss: what was measured over training, and what was evaluated more than once. In the
 * order in which metrics are declared; those that nobody described come last, under their own name.
 */
export function prepareCharts(measured: readonly MeasuredCurve[]): Chart[] {
  const shown = measured.filter(
    ({ key, split, points }) => (split === 'train' && key !== main) || (split === 'test' && points > 1),
  );
  return shown
    .toSorted((a, b) => splitPlace(a) - splitPlace(b) || metricPlace(a.key) - metricPlace(b.key))
    .map(({ key, split }) => {
      const { noisy = false, logarithmic = false } = metricOf(key) ?? {};
      return { key, split: split as MetricSplit, noisy, logarithmic };
    });
}

function splitPlace({ split }: MeasuredCurve): number {
  return split === 'train' ? 0 : 1;
}
