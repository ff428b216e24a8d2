import { formatMetric, metricLook } from '@/app/_components/formatMetric';
import { metricPlace } from '@/domain/metrics';
import type { ComparedRun } from './prepareScores';

export type MetricCell = { text: string; delta: string | null; tone: 'better' | 'worse' | 'same' };
export type MetricRow = { id: string; label: string; description: string; cells: MetricCell[] };

// Shown with the evaluations already.
const elsewhere = new Set(['mAP', 'wAP', 'box_hit_rate']);
const negligible = 1e-9;

/** Last values of all metrics, a cell a run, with the difference to the baseline. Split and key make the id: `train.loss`. */
export function prepareMetrics(runs: ComparedRun[], baselineId: string): MetricRow[] {
  const found = new Map<string, { split: string; key: string }>();
  for (const { metrics } of runs) {
    for (const { split, key } of metrics) if (!elsewhere.has(key)) found.set(`${split}.${key}`, { split, key });
  }
  return [...found]
    .sort(([, a], [, b]) => metricPlace(a.key) - metricPlace(b.key))
    .map(([id, { split, key }]) => {
      const { label, description, better } = metricLook(key);
      const lastOf = (run: ComparedRun | undefined) =>
        run?.metrics.find((metric) => metric.split === split && metric.key === key)?.last ?? null;
      const reference = lastOf(runs.find((run) => run.id === baselineId));
      const cells = runs.map((run) => {
        const value = lastOf(run);
        const text = formatMetric(key, value);
        const difference =
          value === null || reference === null || run.id === baselineId ? Number.NaN : value - reference;
        if (!Number.isFinite(difference)) return { text, delta: null, tone: 'same' as const };
        return { text, delta: signed(key, difference), tone: toneOf(difference, better) };
      });
      return { id, label, description, cells };
    });
}

function signed(key: string, difference: number): string {
  const text = formatMetric(key, difference);
  return difference > 0 ? `+${text}` : text;
}

function toneOf(difference: number, better: 'lower' | 'higher' | null): MetricCell['tone'] {
  if (better === null || Math.abs(difference) < negligible) return 'same';
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}
