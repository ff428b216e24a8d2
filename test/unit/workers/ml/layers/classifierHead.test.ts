import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { mulberry32 } from '@/domain/random';
import { checkLayer } from '@/test/support/checkLayer';
import { randomArray } from '@/test/support/random';
import { loadOracle, type Oracle } from '@/test/support/tfjsOracle';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor } from '@/workers/ml/engine/transfer';
import { createClassifierHead } from '@/workers/ml/layers/classifierHead';
import { dropoutMask } from '@/workers/ml/layers/dropoutMask';
import type { Triple } from '@/workers/ml/layers/triple';

let oracle: Oracle;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  oracle = loadOracle();
});

const features = 6;
const classes = 3;
const head = (kernel: Triple, dropout: number) =>
  createClassifierHead({
    kernel,
    features,
    classes,
    dropout,
    values: { weight: randomArray(classes * features, 3), bias: randomArray(classes, 4) },
  });

/** PyVideoResearch's order: pool, dropout, classifier of every position, mean over the positions. */
function expectedLogits(
  x: tfjs.Tensor,
  { 'fc.weight': weight, 'fc.bias': bias }: Record<string, tfjs.Tensor>,
  [kt, kh, kw]: Triple,
  mask: Float32Array | null,
): tfjs.Tensor {
  const { tf } = oracle;
  const [n = 0, t = 0, h = 0, w = 0] = x.shape;
  const sizes = [t - kt + 1, h - kh + 1, w - kw + 1] as const;
  let sum: tfjs.Tensor = tf.zeros([n, ...sizes, features]);
  for (let dt = 0; dt < kt; dt++)
    for (let dh = 0; dh < kh; dh++)
      for (let dw = 0; dw < kw; dw++) sum = sum.add(tf.slice(x, [0, dt, dh, dw, 0], [n, ...sizes, features]));
  let pooled = sum.div(kt * kh * kw);
  if (mask) pooled = pooled.mul(tf.tensor(mask, pooled.shape));
  const flat = tf.matMul(
    pooled.reshape([-1, features]) as tfjs.Tensor2D,
    weight!.reshape([classes, features]),
    false,
    true,
  );
  return flat
    .add(bias!)
    .reshape([n, sizes[0], sizes[1] * sizes[2], classes])
    .mean(2);
}

describe.each([
  ['a window over the whole plane', [1, 3, 4], [2, 4, 3, 4, features]],
  ['a window over two frames', [2, 3, 3], [2, 4, 3, 3, features]],
  ['positions left over', [2, 2, 3], [2, 3, 4, 4, features]],
] as [string, Triple, number[]][])('classifier head with %s', (_, kernel, inputShape) => {
  it('equals the oracle and the difference quotients', () => {
    checkLayer({
      oracle,
      layer: head(kernel, 0),
      inputShape,
      expected: (x, parameters) => expectedLogits(x, parameters, kernel, null),
    });
  });

  it('with dropout equals the oracle with the mask of the seed', () => {
    const [n = 0, t = 0, h = 0, w = 0] = inputShape;
    const count = n * (t - kernel[0] + 1) * (h - kernel[1] + 1) * (w - kernel[2] + 1) * features;
    const mask = dropoutMask(count, 0.4, 77);
    checkLayer({
      oracle,
      layer: head(kernel, 0.4),
      inputShape,
      mode: { training: true, keep: true, dropoutSeed: 77 },
      expected: (x, parameters) => expectedLogits(x, parameters, kernel, mask),
    });
  });

  it('outside training there is no dropout', () => {
    checkLayer({
      oracle,
      layer: head(kernel, 0.4),
      inputShape,
      mode: { training: false, keep: true },
      expected: (x, parameters) => expectedLogits(x, parameters, kernel, null),
    });
  });
});

it('the dropout mask is zero where the stream of the seed is below the rate, and keeps the mean', () => {
  const random = mulberry32(5);
  const mask = dropoutMask(10_000, 0.3, 5);
  for (const value of mask) expect(value).toBe(random() < 0.3 ? 0 : Math.fround(1 / 0.7));
  expect(mask.reduce((a, b) => a + b, 0) / mask.length).toBeCloseTo(1, 1);
  expect(dropoutMask(50, 0.3, 6)).not.toEqual(dropoutMask(50, 0.3, 5));
});

it('training with dropout but without a seed says what is missing', () => {
  scope(() => {
    const x = createTensor(new Float32Array(features), [1, 1, 1, 1, features]);
    expect(() => head([1, 1, 1], 0.5).forward(x, { training: true, keep: false })).toThrow('dropoutSeed');
  });
});

it('a clip too small for the window is refused', () => {
  scope(() => {
    const x = createTensor(new Float32Array(2 * features), [1, 1, 1, 2, features]);
    expect(() => head([1, 2, 2], 0).forward(x, { training: false, keep: false })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('1 x 1 x 2') }),
    );
  });
});
