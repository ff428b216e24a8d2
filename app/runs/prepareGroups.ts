import { configText } from '@/app/_components/configText';
import { formatMetricNumber } from '@/app/_components/formatMetric';
import type { Outputs } from '@/app/_trpc/outputs';
import { isOracle } from '@/domain/oracle';
import { formatDuration } from '@/domain/text/formatDuration';
import { variantIdSchema, variantOf } from '@/domain/variants';

export type RunGroup = Outputs['run']['groups'][number];

export type GroupRow = {
  id: string;
  /** One a key, in words. */
  values: string[];
  /** All its figures come from evaluations that read ground truth. */
  oracle: boolean;
  runs: string;
  map: GroupFigure;
  loss: GroupFigure;
  duration: GroupFigure;
};
/** `92.1` and `± 0.8`, over `n` values; the spread is null for a single value. */
export type GroupFigure = { mean: string; spread: string | null; n: number };

/** Groups of runs as the table shows them: means in the unit of their column, sample deviations to the same digits. */
export function prepareGroups(groups: RunGroup[], keys: string[]): GroupRow[] {
  return groups.map((group) => ({
    id: JSON.stringify(group.values),
    values: keys.map((key, index) => configText(key, numberOrText(group.values[index] ?? null))),
    oracle: keys.some((key, index) => key === 'variant' && readsTruth(group.values[index] ?? null)),
    runs: group.finished === group.runs ? String(group.runs) : `${group.finished} of ${group.runs}`,
    map: figure(group.map, (value) => formatMetricNumber('mAP', value)),
    loss: figure(group.loss, (value) => formatMetricNumber('loss', value)),
    duration: figure(group.durationSeconds, formatDuration),
  }));
}

function figure({ n, mean, std }: RunGroup['map'], format: (value: number) => string): GroupFigure {
  return {
    mean: mean === null ? '–' : format(mean),
    spread: std === null ? null : `± ${format(Number(std.toPrecision(2)))}`,
    n,
  };
}

function numberOrText(value: string | null): string | null {
  if (value === 'true') return 'yes';
  return value === 'false' ? 'no' : value;
}

function readsTruth(variant: string | null): boolean {
  const known = variantIdSchema.safeParse(variant);
  return known.success && isOracle(variantOf(known.data));
}
