import { expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { boxSearch } from '@/workers/ml/saliency/boxSearch';
import { mapsToBytes } from '@/workers/ml/saliency/mapsToBytes';
import { saliencyMaps } from '@/workers/ml/saliency/saliencyMaps';

it('a saliency map is the maximum over time of the L2 norm over RGB', () => {
  const [n, t, h, w] = [2, 3, 4, 5];
  const gradient = randomArray(n * t * h * w * 3, 1);
  const maps = saliencyMaps(gradient, [n, t, h, w, 3]);
  for (let b = 0; b < n; b++)
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const norms = Array.from({ length: t }, (_, f) => {
          const i = (((b * t + f) * h + y) * w + x) * 3;
          return Math.hypot(gradient[i]!, gradient[i + 1]!, gradient[i + 2]!);
        });
        expect(maps[(b * h + y) * w + x]).toBeCloseTo(Math.max(...norms), 6);
      }
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])('the box search finds what brute force finds (case %i)', (seed) => {
  const [height, width, box] = [9 + (seed % 4), 11, 2 + (seed % 5)];
  const offset = seed * 3;
  // few distinct levels make many exact ties, all sums are exact integers
  const map = randomArray(offset + height * width, seed, 0, 3).map(Math.floor);
  let best = { top: -1, left: -1, sum: -Infinity };
  for (let top = 0; top + box <= height; top++)
    for (let left = 0; left + box <= width; left++) {
      let sum = 0;
      for (let y = top; y < top + box; y++) for (let x = left; x < left + box; x++) sum += map[offset + y * width + x]!;
      if (sum > best.sum) best = { top, left, sum };
    }
  expect(boxSearch(map, { offset, height, width, box })).toEqual({ ...best, found: true });
});

const view = { offset: 0, height: 12, width: 12, box: 4 };
const mapOf = (value: (i: number) => number) => Float32Array.from({ length: 144 }, (_, i) => value(i));
const noise = randomArray(144, 5, -1, 1);

it.each([
  ['zero', mapOf(() => 0)],
  ['flat', mapOf(() => 0.1)],
  ['flat up to rounding', mapOf((i) => 0.1 * (1 + 1e-8 * noise[i]!))],
  ['the same in every window', mapOf((i) => (i % 2) + (Math.floor(i / 12) % 2))],
  ['NaN somewhere', mapOf((i) => (i === 77 ? Number.NaN : i))],
  ['NaN at its end', mapOf((i) => (i === 143 ? Number.NaN : i))],
  ['infinite somewhere', mapOf((i) => (i === 5 ? Infinity : i))],
  ['nowhere a number', mapOf(() => Number.NaN)],
])('a map that is %s singles no box out', (_, map) => {
  expect(boxSearch(map, view).found).toBe(false);
});

it.each([
  ['a single pixel', mapOf((i) => (i === 100 ? 1e-30 : 0))],
  ['a difference of a thousandth', mapOf((i) => (i === 100 ? 1.016 : 1))],
  ['two equal maxima', mapOf((i) => (i === 0 || i === 143 ? 1 : 0))],
])('a map with %s has a box', (_, map) => {
  expect(boxSearch(map, view).found).toBe(true);
});

it('a box as large as the view is found wherever the map is not zero', () => {
  const all = { offset: 0, height: 12, width: 12, box: 12 };
  expect(
    [0, 1].map(
      (value) =>
        boxSearch(
          mapOf(() => value),
          all,
        ).found,
    ),
  ).toEqual([false, true]);
});

it('a gradient that is no number makes a map that is none, and one of any size keeps its shape', () => {
  const shape = [1, 3, 4, 4, 3];
  const gradient = randomArray(3 * 16 * 3, 9);
  const scaled = (factor: number) =>
    saliencyMaps(
      gradient.map((value) => value * factor),
      shape,
    );
  const plain = scaled(1);
  for (const factor of [1e-25, 1e-30, 1e25]) {
    scaled(factor).forEach((value, i) => void expect(value / factor / plain[i]!).toBeCloseTo(1, 4));
  }
  for (const [at, value] of [
    [0, Number.NaN],
    [60, Infinity],
    [143, Number.NaN],
  ] as const) {
    const broken = gradient.slice();
    broken[at] = value;
    const map = saliencyMaps(broken, shape);
    expect(map.some((pixel) => !Number.isFinite(pixel))).toBe(true);
    expect([...mapsToBytes(map, 1)]).toEqual(Array(16).fill(0));
  }
});
