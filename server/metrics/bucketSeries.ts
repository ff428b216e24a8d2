import type { Points } from './readPoints';

/** What happened in `size` steps from `start`. Figures are of the finite values, null where there is none. */
export type Bucket = {
  /** Step of the last point of the bucket. */
  step: number;
  min: number | null;
  max: number | null;
  last: number | null;
  smoothed: number | null;
  /** Points that are NaN or infinite; a bucket with any carries a mark. */
  notFinite: number;
};

/**
 * A curve as at most `most` buckets. Their width is a power of two and they start at its multiples, so that they stay where they
 * are while points are added, and a spike is kept as min or max of its bucket.
 * @param smoothed as many values as points; the bucket takes the last finite one
 */
export function bucketSeries({ steps, values }: Points, smoothed: ArrayLike<number>, most: number): Bucket[] {
  const size = bucketSize(steps, most);
  const buckets: Bucket[] = [];
  let start = Number.NEGATIVE_INFINITY;
  let bucket: Bucket | undefined;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] ?? 0;
    const value = values[index] ?? Number.NaN;
    const from = Math.floor(step / size) * size;
    if (bucket === undefined || from !== start) {
      bucket = { step, min: null, max: null, last: null, smoothed: null, notFinite: 0 };
      buckets.push(bucket);
      start = from;
    }
    bucket.step = step;
    if (!Number.isFinite(value)) {
      bucket.notFinite += 1;
      continue;
    }
    bucket.min = bucket.min === null ? value : Math.min(bucket.min, value);
    bucket.max = bucket.max === null ? value : Math.max(bucket.max, value);
    bucket.last = value;
    bucket.smoothed = smoothed[index] ?? null;
  }
  return buckets;
}

function bucketSize(steps: ArrayLike<number>, most: number): number {
  const first = steps[0] ?? 0;
  const last = steps[steps.length - 1] ?? 0;
  let size = 1;
  if (steps.length <= most) return size;
  while (Math.floor(last / size) - Math.floor(first / size) + 1 > most) size *= 2;
  return size;
}
