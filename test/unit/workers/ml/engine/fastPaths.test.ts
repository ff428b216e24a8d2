import { readFileSync } from 'node:fs';
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

const hasAvx512 = /\bavx512f\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));

type Inputs = { x: Tensor; filter: Tensor; bias: Tensor; side: Tensor | undefined; relu: boolean };

/** Holds a convolution at stride 1 against its sums in float64: no further away than float32 rounding in any order of the terms. */
function expectExact(y: Tensor, inputs: Inputs, padding: 'SAME' | 'VALID'): void {
  const [kh = 0, kw = 0, channels = 0, outputs = 0] = inputs.filter.shape;
  const [, h = 0, w = 0] = inputs.x.shape;
  const [, rows = 0, columns = 0] = y.shape;
  const [x, filter, bias, got] = [inputs.x, inputs.filter, inputs.bias, y].map(readTensor);
  const side = inputs.side && readTensor(inputs.side);
  const [top, left] = padding === 'SAME' ? [kh >> 1, kw >> 1] : [0, 0];
  const unit = (kh * kw * channels + 2) * 2 ** -24;
  let worst = 0;
  for (const [at, value] of got!.entries()) {
    const o = at % outputs;
    const [column, row] = [Math.floor(at / outputs) % columns, Math.floor(at / outputs / columns) % rows];
    const picture = Math.floor(at / outputs / columns / rows);
    let [sum, size] = [bias![o]! + (side?.[at] ?? 0), Math.abs(bias![o]!) + Math.abs(side?.[at] ?? 0)];
    for (let i = 0; i < kh; i++) {
      for (let j = 0; j < kw; j++) {
        const [sourceRow, sourceColumn] = [row + i - top, column + j - left];
        if (sourceRow < 0 || sourceRow >= h || sourceColumn < 0 || sourceColumn >= w) continue;
        for (let c = 0; c < channels; c++) {
          const pixel = ((picture * h + sourceRow) * w + sourceColumn) * channels + c;
          const term = x![pixel]! * filter![((i * kw + j) * channels + c) * outputs + o]!;
          sum += term;
          size += Math.abs(term);
        }
      }
    }
    const exact = inputs.relu ? Math.max(0, sum) : sum;
    worst = Math.max(worst, Math.abs(value - exact) / (unit * size));
  }
  expect(worst).toBeLessThanOrEqual(1);
}

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
  ])('is as exact as float32 can be, and with AVX-512 has the bits of op by op: %s', (_name, hasSide, rectified) => {
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
      const opByOp = bytes(finishConvolution(plain, finish));
      expectExact(fused, { x, filter, ...finish }, padding);
      // On processors without AVX-512, oneDNN begins the sums of some convolutions with the bias: other last bits.
      if (hasAvx512) expect(bytes(fused).equals(opByOp)).toBe(true);
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
