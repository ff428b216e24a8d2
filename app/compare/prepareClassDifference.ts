import { formatScore, formatScoreDelta } from '@/app/_components/formatScore';
import type { ComparedEvaluation } from './prepareScores';

export type ClassDifferenceRow = {
  index: number;
  name: string;
  before: string;
  after: string;
  delta: string;
  /** In [-1, 1]. */
  difference: number;
  /** Length of the bar: share of the largest difference, in [-1, 1]. */
  share: number;
};

export type Scored = Pick<ComparedEvaluation, 'classAp' | 'classNames'>;

/**
 * AP of `other` minus AP of `baseline` for every class that both know, the largest gain first.
 * Null where they scored different classes.
 */
export function prepareClassDifference(baseline: Scored, other: Scored): ClassDifferenceRow[] | null {
  if (baseline.classNames.join('\n') !== other.classNames.join('\n')) return null;
  const rows = baseline.classNames.flatMap((name, index) => {
    const [before, after] = [baseline.classAp[index] ?? Number.NaN, other.classAp[index] ?? Number.NaN];
    const difference = after - before;
    return Number.isNaN(difference) ? [] : [{ index, name, before, after, difference }];
  });
  const largest = rows.reduce((most, { difference }) => Math.max(most, Math.abs(difference)), 0);
  return rows
    .sort((a, b) => b.difference - a.difference || a.index - b.index)
    .map(({ index, name, before, after, difference }) => ({
      index,
      name,
      before: formatScore(before),
      after: formatScore(after),
      delta: formatScoreDelta(difference),
      difference,
      share: largest === 0 ? 0 : difference / largest,
    }));
}
