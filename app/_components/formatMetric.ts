import { metricOf } from '@/domain/metrics';

export type MetricLook = {
  label: string;
  unit: string;
  better: 'lower' | 'higher' | null;
  description: string;
  factor: number;
};

/** How a metric is shown; `factor` leads from the stored number to the one in `unit`. Keys that nobody described keep their name. */
export function metricLook(key: string): MetricLook {
  const known = metricOf(key);
  const { label, unit, better, description } = known ?? { label: key, unit: '', better: null, description: key };
  return { label, unit, better, description, factor: known?.share ? 100 : 1 };
}

/** A value of a metric with its unit, e.g. `93.4 %`, `0.0123`, `41.3 ms`; NaN and infinities by name, a dash where there is none. */
export function formatMetric(key: string, value: number | null | undefined): string {
  const text = formatMetricNumber(key, value);
  const { unit } = metricLook(key);
  return unit === '' || !/\d/.test(text) ? text : `${text} ${unit}`;
}

/** The same without the unit, for axes and columns that name it once. */
export function formatMetricNumber(key: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const { unit, factor } = metricLook(key);
  return formatNumber(value * factor, unit);
}

function formatNumber(value: number, unit: string): string {
  if (unit === '%') return minus(value.toFixed(1));
  if (unit === 'MiB') return minus(Math.round(value).toLocaleString('en-GB'));
  if (unit !== '') return minus(value.toFixed(1));
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return minus(value.toExponential(2));
  return minus(String(Number(value.toPrecision(4))));
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}
