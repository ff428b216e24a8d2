import { expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { boxSearch } from '@/workers/ml/saliency/boxSearch';
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
  expect(boxSearch(map, { offset, height, width, box })).toEqual(best);
});
