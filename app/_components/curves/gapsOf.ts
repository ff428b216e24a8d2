import type { CurveBucket } from './curveBucket';

/** Neighbouring buckets with values that are NaN or infinite, as ranges of steps. */
export function gapsOf(buckets: CurveBucket[]): { from: number; to: number; points: number }[] {
  const gaps: { from: number; to: number; points: number }[] = [];
  let open: { from: number; to: number; points: number } | undefined;
  for (const { step, notFinite } of buckets) {
    if (notFinite === 0) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = { from: step, to: step, points: 0 };
      gaps.push(open);
    }
    open.to = step;
    open.points += notFinite;
  }
  return gaps;
}
