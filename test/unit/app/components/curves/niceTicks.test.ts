import { describe, expect, it } from 'vitest';
import { ticksAround, ticksWithin } from '@/app/_components/curves/niceTicks';

describe('around values', () => {
  it('begins and ends at round numbers', () => {
    expect(ticksAround([1.03, 0.35])).toEqual({ domain: [0, 1.25], ticks: [0, 0.25, 0.5, 0.75, 1, 1.25] });
    expect(ticksAround([42.3, 49.9])?.ticks).toEqual([42, 44, 46, 48, 50]);
    expect(ticksAround([-0.3, 0.3])?.ticks).toEqual([-0.4, -0.2, 0, 0.2, 0.4]);
  });

  it('holds every value, with few ticks, whatever the size', () => {
    for (const values of [[5], [0], [-3], [1e-9, 3e-9], [0, 1e9], [99.1, 99.2], [-1e-4, 1e4]]) {
      const axis = ticksAround(values)!;
      expect(axis.domain[0]).toBeLessThanOrEqual(Math.min(...values));
      expect(axis.domain[1]).toBeGreaterThanOrEqual(Math.max(...values));
      expect(axis.domain[1]).toBeGreaterThan(axis.domain[0]);
      expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
      expect(axis.ticks.length).toBeLessThanOrEqual(7);
    }
  });

  it('has no axis without values', () => {
    expect(ticksAround([])).toBeNull();
  });
});

describe('within a range', () => {
  it('keeps the range and ticks round numbers in it', () => {
    expect(ticksWithin(10, 2880, { most: 7, whole: true })).toEqual({
      domain: [10, 2880],
      ticks: [500, 1000, 1500, 2000, 2500],
    });
  });

  it('ticks no fraction of a step', () => {
    expect(ticksWithin(0, 3, { most: 7, whole: true }).ticks).toEqual([0, 1, 2, 3]);
    expect(ticksWithin(0, 17, { most: 7, whole: true }).ticks.every(Number.isInteger)).toBe(true);
  });

  it('is one tick for one step', () => {
    expect(ticksWithin(7, 7, { most: 7, whole: true })).toEqual({ domain: [7, 7], ticks: [7] });
  });
});
