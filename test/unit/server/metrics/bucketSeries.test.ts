import { expect, it } from 'vitest';
import { bucketSeries } from '@/server/metrics/bucketSeries';
import { smoothSeries } from '@/server/metrics/smoothSeries';

const series = (values: number[], steps = values.map((_, index) => index)) => ({
  steps: Int32Array.from(steps),
  values: Float64Array.from(values),
});
const bucket = (values: number[], most: number, steps?: number[]) => {
  const points = series(values, steps);
  return bucketSeries(points, smoothSeries(points.values, 0.5), most);
};

it('keeps every point while there are few', () => {
  expect(bucket([3, 1, 2], 3)).toEqual([
    { step: 0, min: 3, max: 3, last: 3, smoothed: 3, notFinite: 0 },
    { step: 1, min: 1, max: 1, last: 1, smoothed: (1.5 + 1) / 1.5, notFinite: 0 },
    { step: 2, min: 2, max: 2, last: 2, smoothed: (0.75 + 0.5 + 2) / 1.75, notFinite: 0 },
  ]);
});

it('never returns more buckets than asked for, and loses neither spike nor end', () => {
  const values = Array.from({ length: 10_000 }, (_, index) => (index === 4321 ? 99 : 1));
  const buckets = bucket(values, 500);
  expect(buckets.length).toBeLessThanOrEqual(500);
  expect(buckets.length).toBeGreaterThan(250);
  expect(Math.max(...buckets.map(({ max }) => max ?? 0))).toBe(99);
  expect(buckets.at(-1)).toMatchObject({ step: 9999, last: 1 });
});

it('leaves old buckets as they are when points are added', () => {
  const values = Array.from({ length: 3000 }, (_, index) => Math.sin(index));
  const before = bucket(values, 100);
  const after = bucket([...values, 7, 8, 9], 100);
  expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
});

it('aligns buckets to multiples of their width whatever the first step is', () => {
  const steps = Array.from({ length: 100 }, (_, index) => 1003 + index);
  const buckets = bucket(steps, 10, steps);
  expect(buckets.slice(0, -1).map(({ step }) => step % 16)).toEqual(buckets.slice(0, -1).map(() => 15));
});

it('marks buckets with NaN, and has no figures where nothing is finite', () => {
  const buckets = bucket([1, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, 5, 6, 7, 8], 4);
  expect(buckets.map(({ last, notFinite }) => [last, notFinite])).toEqual([
    [1, 1],
    [null, 2],
    [6, 0],
    [8, 0],
  ]);
});

it('smooths before it thins out', () => {
  const values = Array.from({ length: 64 }, (_, index) => (index % 2 === 0 ? 0 : 1));
  const smoothed = smoothSeries(values, 0.5);
  const buckets = bucket(values, 16);
  expect(buckets.map((item) => item.smoothed)).toEqual(buckets.map(({ step }) => smoothed[step]));
});

it('is empty for an empty curve', () => {
  expect(bucket([], 10)).toEqual([]);
});
