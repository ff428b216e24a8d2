import type { CurveBucket } from './curveBucket';
import { gapsOf } from './gapsOf';
import { logTicks } from './logTicks';
import { type Axis, ticksAround, ticksWithin } from './niceTicks';

export type Curve = { id: string; label: string; buckets: CurveBucket[] };

export type CurveOptions = {
  /** Draw the moving average, with the curve itself faint behind it. */
  smoothed: boolean;
  scale: 'linear' | 'log';
  /** From the stored number to the one on the axis. */
  factor: number;
};

/** `n` is the place of a curve among those given, and its colour: `line3`, `raw3` and `band3` of a row belong to the fourth. Null is a gap. */
export type CurveRow = { step: number } & { [key: `line${number}` | `raw${number}`]: number | null } & {
  [key: `band${number}`]: [number, number] | null;
};
export type CurveLine = { id: string; label: string; n: number; dots: boolean };
export type CurveGap = { id: string; label: string; from: number; to: number; points: number };
export type PreparedCurves = {
  rows: CurveRow[];
  lines: CurveLine[];
  /** Where curves are NaN or infinite. */
  gaps: CurveGap[];
  /** Points that a logarithmic axis cannot show. */
  notPositive: number;
  /** Of the steps and of the values; null without any. */
  x: Axis | null;
  y: Axis | null;
};

const mostDots = 12;

/**
 * Curves as rows of one chart over the union of their steps. Between two points of a curve its row holds the point on the line that
 * joins them, so that every row can be read; next to a gap it holds nothing, so that a gap stays one.
 */
export function prepareCurves(curves: Curve[], options: CurveOptions): PreparedCurves {
  const drawn = curves.map((curve, n) => ({ ...curve, n })).filter(({ buckets }) => buckets.length > 0);
  const steps = [...new Set(drawn.flatMap(({ buckets }) => buckets.map(({ step }) => step)))].sort((a, b) => a - b);
  const rows: CurveRow[] = steps.map((step) => ({ step }));
  const shown = (value: number | null) => {
    const scaled = value === null ? null : value * options.factor;
    return scaled !== null && options.scale === 'log' && scaled <= 0 ? null : scaled;
  };
  for (const { buckets, n } of drawn) {
    const pick = (bucket: CurveBucket) => shown(options.smoothed ? bucket.smoothed : bucket.last);
    fill(rows, buckets, pick, (row, value) => {
      row[`line${n}`] = value;
    });
    if (options.smoothed) {
      fill(
        rows,
        buckets,
        (bucket) => shown(bucket.last),
        (row, value) => {
          row[`raw${n}`] = value;
        },
      );
    }
    if (drawn.length === 1) addBand(rows, buckets, shown, n);
  }
  const values = rows.flatMap((row) =>
    Object.entries(row).flatMap(([key, value]) => (key === 'step' ? [] : (value ?? []))),
  );
  return {
    rows,
    lines: drawn.map(({ id, label, buckets, n }) => ({ id, label, n, dots: buckets.length <= mostDots })),
    gaps: drawn.flatMap(({ id, label, buckets }) => gapsOf(buckets).map((gap) => ({ id, label, ...gap }))),
    notPositive: options.scale === 'log' ? countNotPositive(drawn) : 0,
    x: steps.length === 0 ? null : ticksWithin(steps[0] ?? 0, steps.at(-1) ?? 0, { most: 7, whole: true }),
    y: options.scale === 'log' ? logTicks(values) : ticksAround(values),
  };
}

function fill(
  rows: CurveRow[],
  buckets: CurveBucket[],
  pick: (bucket: CurveBucket) => number | null,
  put: (row: CurveRow, value: number | null) => void,
): void {
  let next = 0;
  for (const row of rows) {
    while (next < buckets.length && (buckets[next]?.step ?? 0) < row.step) next += 1;
    const after = buckets[next];
    const before = buckets[next - 1];
    if (after?.step === row.step) put(row, pick(after));
    else put(row, before && after ? between(row.step, before, after, pick) : null);
  }
}

function between(
  step: number,
  before: CurveBucket,
  after: CurveBucket,
  pick: (bucket: CurveBucket) => number | null,
): number | null {
  const [from, to] = [pick(before), pick(after)];
  if (from === null || to === null) return null;
  return from + ((to - from) * (step - before.step)) / (after.step - before.step);
}

/** Smallest and largest value of each bucket, where the curve had to be thinned. */
function addBand(
  rows: CurveRow[],
  buckets: CurveBucket[],
  shown: (value: number | null) => number | null,
  n: number,
): void {
  if (buckets.every(({ min, max }) => min === max)) return;
  rows.forEach((row, index) => {
    const [low, high] = [shown(buckets[index]?.min ?? null), shown(buckets[index]?.max ?? null)];
    row[`band${n}`] = low === null || high === null ? null : [low, high];
  });
}

function countNotPositive(curves: Curve[]): number {
  return curves.reduce((sum, { buckets }) => sum + buckets.filter(({ last }) => last !== null && last <= 0).length, 0);
}
