import { describe, expect, it } from 'vitest';
import { galleryOrder } from '@/domain/galleryOrder';
import { stripColumns } from '@/domain/stripColumns';

describe('the order in which videos get maps and frames', () => {
  it.each([0, 1, 2, 3, 7, 8, 96, 1863])('names each of %i videos once', (videos) => {
    expect(galleryOrder(videos).sort((a, b) => a - b)).toEqual(Array.from({ length: videos }, (_, index) => index));
  });

  it('spreads the first ones evenly over the split, whatever their number', () => {
    const order = galleryOrder(1863);
    for (const first of [4, 10, 40, 100, 500, 1500]) {
      const places = order.slice(0, first).sort((a, b) => a - b);
      const gaps = [...places, 1863].map((place, k) => place - (places[k - 1] ?? 0));
      expect(Math.max(...gaps)).toBeLessThan((3 * 1863) / first);
      expect(places.filter((place) => place < 1863 / 2).length / first).toBeCloseTo(0.5, 0);
    }
  });
});

describe('the picture of the frames of a clip', () => {
  it('is one row where it is not too wide, else as many rows as needed, no side too long', () => {
    expect(stripColumns(8, 192)).toBe(0);
    expect(stripColumns(64, 256)).toBe(0);
    expect(stripColumns(64, 854)).toBe(19);
    expect(stripColumns(64, 1920)).toBe(8);
    expect(stripColumns(2, 20_000)).toBe(1);
    for (const width of [640, 854, 1280, 1920, 3840]) {
      const columns = stripColumns(64, width) || 64;
      expect(columns * width).toBeLessThanOrEqual(16_384);
    }
  });
});
