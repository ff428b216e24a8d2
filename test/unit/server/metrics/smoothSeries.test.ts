import { expect, it } from 'vitest';
import { smoothSeries } from '@/server/metrics/smoothSeries';
import { randomArray } from '@/test/support/random';

/** The definition, summed anew for every point. */
function naive(values: number[], weight: number): number[] {
  return values.map((value, n) => {
    if (!Number.isFinite(value)) return Number.NaN;
    const seen = values.slice(0, n + 1).filter(Number.isFinite);
    const weights = seen.map((_, index) => weight ** (seen.length - 1 - index));
    const total = weights.reduce((a, b) => a + b, 0);
    return seen.reduce((sum, v, index) => sum + v * weights[index]!, 0) / total;
  });
}

it('is the weighted mean of all values so far', () => {
  const values = [...randomArray(300, 5)];
  for (const weight of [0, 0.3, 0.9, 0.999]) {
    const smoothed = smoothSeries(values, weight);
    naive(values, weight).forEach((expected, index) => {
      expect(smoothed[index]).toBeCloseTo(expected, 10);
    });
  }
});

it('passes over NaN and infinities without forgetting what was before', () => {
  const values = [1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5];
  expect([...smoothSeries(values, 0.5)]).toEqual(naive(values, 0.5));
});

it('does not start at zero', () => {
  expect(smoothSeries([10, 10, 10], 0.99)[0]).toBeCloseTo(10, 12);
});
