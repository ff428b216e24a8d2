import { expect, it } from 'vitest';
import { fromTorchLayout, toTorchLayout } from '@/workers/ml/layers/weightLayout';

it('moves element (o, i, t, h, w) to (t, h, w, i, o) and back', () => {
  const [O, I, T, H, W] = [2, 3, 2, 3, 4] as const;
  const torch = Float32Array.from({ length: O * I * T * H * W }, (_, k) => k);
  const ours = fromTorchLayout(torch, [O, I, T, H, W]);
  for (let o = 0; o < O; o++)
    for (let i = 0; i < I; i++)
      for (let t = 0; t < T; t++)
        for (let h = 0; h < H; h++)
          for (let w = 0; w < W; w++) {
            const theirs = (((o * I + i) * T + t) * H + h) * W + w;
            expect(ours[(((t * H + h) * W + w) * I + i) * O + o]).toBe(theirs);
          }
  expect(toTorchLayout(ours, [O, I, T, H, W])).toEqual(torch);
});
