import { configLabel } from '@/app/_components/configText';
import { metricLook } from '@/app/_components/formatMetric';
import { configKeys } from '@/domain/configKeys';
import { type MetricKey, metricIds, metricKeys } from '@/domain/metrics';
import { parseRunSortKey, runColumns } from '@/domain/runTable';

/** Beside the name, which is always there. */
export const defaultColumns = [
  'experiment',
  'status',
  'progress',
  'mAP',
  'loss',
  'rows',
  'fusion',
  'seed',
  'duration',
  'started',
];

export type ColumnOption = { value: string; label: string };

/** Loss and mAP have columns of their own. */
const ownColumns: readonly MetricKey[] = ['loss', 'mAP'];
const metricColumns = metricIds
  .filter((key) => !ownColumns.includes(key))
  .map((key) => `metric.${metricKeys[key].split}.${key}`);

/** Every column that can be chosen, in groups. */
export const columnOptions: { group: string; items: ColumnOption[] }[] = [
  { group: 'Run', items: toOptions(Object.keys(runColumns).filter((id) => id !== 'name')) },
  { group: 'Metrics (last value)', items: toOptions(metricColumns) },
  { group: 'Config', items: toOptions(configKeys.map((path) => `config.${path}`)) },
];

export function isColumn(id: string): boolean {
  return columnOptions.some(({ items }) => items.some(({ value }) => value === id));
}

export function columnLabel(id: string): string {
  const key = parseRunSortKey(id);
  if (key?.kind === 'config') return configLabel(key.path);
  if (key?.kind === 'metric') {
    const { label, unit } = metricLook(key.key);
    return unit === '' ? label : `${label} [${unit}]`;
  }
  return Object.entries(runColumns).find(([column]) => column === id)?.[1] ?? id;
}

/** Numbers stand at the right. */
export function isNumeric(id: string): boolean {
  return parseRunSortKey(id)?.kind === 'metric' || ['seed', 'loss', 'mAP', 'duration'].includes(id);
}

function toOptions(ids: string[]): ColumnOption[] {
  return ids.map((value) => ({ value, label: columnLabel(value) }));
}
