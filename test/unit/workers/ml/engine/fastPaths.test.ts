import { beforeAll, describe, expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { batchNorm, hasFusedNormRelu } from '@/workers/ml/engine/ops/batchNorm';
import { convolution2d } from '@/workers/ml/engine/ops/convolution2d';
import { relu } from '@/workers/ml/engine/ops/elementwise';
import { finishConvolution, fusedConvolution2d, hasFusedConvolution } from '@/workers/ml/engine/ops/fusedConvolution2d';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount, type Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';

beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
});

const random = (shape: number[], seed: number) => createTensor(randomArray(elementCount(shape), seed), shape);
const bytes = (tensor: Tensor) => Buffer.from(readTensor(tensor).buffer);

it('the pinned library has the fused ops, and the binding can call them', () => {
  expect([hasFusedConvolution(), hasFusedNormRelu()]).toEqual([true, true]);
});

describe.each([
  ['1 x 1', [2, 5, 7, 24], [1, 1, 24, 40], 'VALID'],
  ['3 x 3', [1, 9, 8, 16], [3, 3, 16, 32], 'SAME'],
  ['3 x 1 over time', [2, 6, 35, 32], [3, 1, 32, 16], 'SAME'],
  ['odd channels', [1, 4, 4, 5], [3, 3, 5, 7], 'VALID'],
] as const)('a convolution %s with what follows it inside', (_, inputShape, filterShape, padding) => {
  it.each([
    ['bias', false, false],
    ['bias and ReLU', false, true],
    ['bias, shortcut and ReLU', true, true],
    ['bias and shortcut', true, false],
  ])('has the same bits as op by op: %s', (_name, hasSide, rectified) => {
    scope(() => {
      const x = random([...inputShape], 1);
      const filter = random([...filterShape], 2);
      const options = { strides: [1, 1], padding } as const;
      const plain = convolution2d(x, filter, options);
      const side = hasSide ? random([...plain.shape], 4) : undefined;
      const before = side && bytes(side);
      const finish = { bias: random([filterShape[3]], 3), side, relu: rectified };
      const fused = fusedConvolution2d(x, filter, options, finish);
      expect(fused.shape).toEqual(plain.shape);
      expect(bytes(fused).equals(bytes(finishConvolution(plain, finish)))).toBe(true);
      expect(side && bytes(side).equals(before!)).toBe(hasSide ? true : undefined);
    });
  });
});

it.each([true, false])(
  'a batch norm with the ReLU inside has the same bits as norm, then ReLU (training: %s)',
  (training) => {
    scope(() => {
      const x = random([3, 6, 5, 24], 5);
      const inputs = {
        gamma: random([24], 6),
        beta: random([24], 7),
        mean: random([24], 8),
        variance: createTensor(randomArray(24, 9, 0.5, 2), [24]),
      };
      const options = { epsilon: 1e-3, momentum: 0.1, training };
      const plain = batchNorm(x, inputs, options);
      const fused = batchNorm(x, inputs, { ...options, relu: true });
      expect(bytes(fused.y).equals(bytes(relu(plain.y)))).toBe(true);
      expect(bytes(fused.mean).equals(bytes(plain.mean))).toBe(true);
      expect(bytes(fused.variance).equals(bytes(plain.variance))).toBe(true);
      for (const k of [0, 1]) expect(bytes(fused.saved[k]!).equals(bytes(plain.saved[k]!))).toBe(true);
    });
  },
);
