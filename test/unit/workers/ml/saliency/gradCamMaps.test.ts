import { beforeAll, describe, expect, it } from 'vitest';
import { goldenClasses, goldenInput, goldenInputShape, goldenSpec, goldenState } from '@/test/support/goldenMini';
import { randomArray } from '@/test/support/random';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { createFrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createNetwork } from '@/workers/ml/models/network';
import { gradCamMaps } from '@/workers/ml/saliency/gradCamMaps';

const small = { shape: [1, 2, 2, 2, 3], height: 5, width: 5 } as const;

it.each([Number.NaN, Infinity])('an activation or a gradient of %s is not lost in a Grad-CAM map', (value) => {
  const [activations, gradient] = [randomArray(24, 1, 0, 2), randomArray(24, 2, 0, 1)];
  for (const broken of [activations, gradient]) {
    const before = broken[23]!;
    broken[23] = value;
    const map = gradCamMaps(activations, gradient, small);
    expect(map.some((pixel) => !Number.isFinite(pixel))).toBe(true);
    broken[23] = before;
  }
});

it('a Grad-CAM map keeps its shape where single precision would make it zero', () => {
  const [activations, gradient] = [randomArray(24, 1, 0, 2), randomArray(24, 2, 0, 1)];
  const relative = (map: Float32Array) => map.map((value) => value / Math.max(...map));
  const plain = relative(gradCamMaps(activations, gradient, small));
  const tiny = relative(
    gradCamMaps(
      activations.map((value) => value * 1e-25),
      gradient.map((value) => value * 1e-25),
      small,
    ),
  );
  tiny.forEach((value, i) => void expect(value).toBeCloseTo(plain[i]!, 5));
});

describe('Grad-CAM', () => {
  beforeAll(() => void startEngine({ threads: 1, device: 'cpu' }));

  it('is the formula written out, one value after the other', () => {
    const shape = [2, 3, 2, 3, 4] as const;
    const [n, steps, rows, columns, channels] = shape;
    const size = n * steps * rows * columns * channels;
    const [activations, gradient] = [randomArray(size, 1, 0, 2), randomArray(size, 2, -1, 1)];
    const [height, width] = [7, 5];
    const maps = gradCamMaps(activations, gradient, { shape, height, width });
    const at = (k: number, t: number, y: number, x: number, c: number) =>
      (((k * steps + t) * rows + y) * columns + x) * channels + c;
    const range = (count: number) => Array.from({ length: count }, (_, i) => i);
    const weight = (k: number, c: number) =>
      range(steps)
        .flatMap((t) => range(rows).flatMap((y) => range(columns).map((x) => gradient[at(k, t, y, x, c)]!)))
        .reduce((a, b) => a + b, 0) /
      (steps * rows * columns);
    const cam = (k: number, t: number, y: number, x: number) =>
      Math.max(
        0,
        range(channels).reduce((sum, c) => sum + weight(k, c) * activations[at(k, t, y, x, c)]!, 0),
      );
    const clamp = (v: number, last: number) => Math.min(last, Math.max(0, v));
    const bilinear = (k: number, t: number, y: number, x: number) => {
      const sy = clamp(((y + 0.5) * rows) / height - 0.5, rows - 1);
      const sx = clamp(((x + 0.5) * columns) / width - 0.5, columns - 1);
      let sum = 0;
      for (const [yy, wy] of [
        [Math.floor(sy), 1 - (sy % 1)],
        [Math.ceil(sy), sy % 1],
      ] as const)
        for (const [xx, wx] of [
          [Math.floor(sx), 1 - (sx % 1)],
          [Math.ceil(sx), sx % 1],
        ] as const)
          sum += wy * wx * cam(k, t, yy, xx);
      return sum;
    };
    for (const k of range(n))
      for (const y of range(height))
        for (const x of range(width)) {
          const wanted = Math.max(...range(steps).map((t) => bilinear(k, t, y, x)));
          expect(maps[(k * height + y) * width + x]).toBeCloseTo(wanted, 5);
        }
  });

  it('takes the gradient at the last stage that difference quotients of the classifier find, frozen or not', () => {
    const network = createNetwork({ spec: goldenSpec, classes: goldenClasses, seed: 1 });
    network.loadStateDict(goldenState());
    const frozen = createFrozenNetwork({ spec: goldenSpec, classes: goldenClasses, state: goldenState() });
    // The head is linear: a change of the features by d changes the sum of all logits by d times the gradient.
    const weight = goldenState().get('fc.weight')!;
    const [classes = 0, features = 0] = weight.shape;
    const columnSums = Array.from({ length: features }, (_, f) =>
      Array.from({ length: classes }, (_, c) => weight.data[c * features + f]!).reduce((a, b) => a + b, 0),
    );
    for (const side of [frozen, network.evaluation])
      scope(() => {
        const x = createTensor(goldenInput(), goldenInputShape);
        const { logits, activations, gradient } = side.stageGradient(x, (values) => values.map(() => 1));
        expect(gradient.shape).toEqual(activations.shape);
        const values = readTensor(gradient);
        const perFeature = Array.from({ length: features }, (_, f) =>
          values.reduce((sum, value, i) => (i % features === f ? sum + value : sum), 0),
        );
        // every feature is averaged with weights that sum to one at each of the time steps
        for (const [f, sum] of perFeature.entries()) expect(sum).toBeCloseTo(columnSums[f]! * logits.shape[1]!, 4);
      });
    network.dispose();
    frozen.dispose();
  });
});
