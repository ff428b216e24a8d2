import { z } from 'zod';
import { configKeys } from './configKeys';
import { idTable } from './idTable';
import { type MetricKey, type MetricSplit, metricIds, metricSplitIds } from './metrics';

/** Columns of the run table that every run has. */
export const { table: runColumns, ids: runColumnIds } = idTable({
  name: 'Run',
  experiment: 'Experiment',
  status: 'Status',
  progress: 'Progress',
  mAP: 'mAP',
  loss: 'Final loss',
  rows: 'Rows of Table 2',
  fusion: 'Fusion',
  seed: 'Seed',
  duration: 'Duration',
  started: 'Started',
  created: 'Created',
} as const satisfies Record<string, string>);
export type RunColumn = keyof typeof runColumns;

/** What runs can be sorted by: a column, `metric.<split>.<key>` (its last value) or `config.<path>`. */
export type RunSortKey =
  | { kind: 'column'; column: Exclude<RunColumn, 'rows'> }
  | { kind: 'metric'; split: MetricSplit; key: MetricKey }
  | { kind: 'config'; path: string };

/** Reads `name`, `metric.train.loss` or `config.recipe.epochs`; null where it names nothing that can be sorted by. */
export function parseRunSortKey(text: string): RunSortKey | null {
  const column = runColumnIds.find((id) => id === text);
  if (column !== undefined) return column === 'rows' ? null : { kind: 'column', column };
  const [kind, ...rest] = text.split('.');
  if (kind === 'config') {
    const path = rest.join('.');
    return configKeys.includes(path) ? { kind, path } : null;
  }
  const split = metricSplitIds.find((id) => id === rest[0]);
  const key = metricIds.find((id) => id === rest[1]);
  return kind === 'metric' && split && key && rest.length === 2 ? { kind, split, key } : null;
}

export const runSortKeySchema = z.string().transform((text, context) => {
  const key = parseRunSortKey(text);
  if (key !== null) return key;
  context.addIssue({ code: 'custom', message: `Runs cannot be sorted by "${text}".` });
  return z.NEVER;
});

/** `variant` groups evaluations, each by itself; `experiment` and every key of the config group runs. */
export const runGroupKeys: string[] = ['variant', 'experiment', ...configKeys];
export const runGroupKeySchema = z
  .string()
  .refine((key) => runGroupKeys.includes(key), 'Runs cannot be grouped by that key.');
