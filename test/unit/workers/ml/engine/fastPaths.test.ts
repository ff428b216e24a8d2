import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { batchNorm, hasFusedNormRelu } from '@/workers/ml/engine/ops/batchNorm';
import { convolution2d } from '@/workers/ml/engine/ops/convolution2d';
import { convolution3d } from '@/workers/ml/engine/ops/convolution3d';
import { relu } from '@/workers/ml/engine/ops/elementwise';
import {
  finishConvolution,
  fusedConvolution2d,
  fusedConvolution3d,
  hasFusedConvolution2d,
  hasFusedConvolution3d,
} from '@/workers/ml/engine/ops/fusedConvolution';
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
  const [kt = 0, kh = 0, kw = 0, channels = 0, outputs = 0] = withTime(inputs.filter.shape, 0);
  const [, t = 0, h = 0, w = 0] = withTime(inputs.x.shape, 1);
  const [, frames = 0, rows = 0, columns = 0] = withTime(y.shape, 1);
  const [x, filter, bias, got] = [inputs.x, inputs.filter, inputs.bias, y].map(readTensor);
  const side = inputs.side && readTensor(inputs.side);
  const before = padding === 'SAME' ? [kt >> 1, kh >> 1, kw >> 1] : [0, 0, 0];
  const unit = (kt * kh * kw * channels + 2) * 2 ** -24;
  const taps = Array.from({ length: kt * kh * kw }, (_, tap) => [
    Math.floor(tap / kw / kh),
    Math.floor(tap / kw) % kh,
    tap % kw,
  ]);
  let worst = 0;
  for (const [at, value] of got!.entries()) {
    const o = at % outputs;
    const pixel = Math.floor(at / outputs);
    const place = [Math.floor(pixel / columns / rows) % frames, Math.floor(pixel / columns) % rows, pixel % columns];
    const clip = Math.floor(pixel / columns / rows / frames);
    let [sum, size] = [bias![o]! + (side?.[at] ?? 0), Math.abs(bias![o]!) + Math.abs(side?.[at] ?? 0)];
    for (const [tap, shift] of taps.entries()) {
      const [frame = 0, row = 0, column = 0] = place.map((p, axis) => p + shift[axis]! - before[axis]!);
      if ([frame, row, column].some((p, axis) => p < 0 || p >= [t, h, w][axis]!)) continue;
      const source = (((clip * t + frame) * h + row) * w + column) * channels;
      for (let c = 0; c < channels; c++) {
        const term = x![source + c]! * filter![(tap * channels + c) * outputs + o]!;
        sum += term;
        size += Math.abs(term);
      }
    }
    const exact = inputs.relu ? Math.max(0, sum) : sum;
    worst = Math.max(worst, Math.abs(value - exact) / (unit * size));
  }
  expect(worst).toBeLessThanOrEqual(1);
}

/** Rank 5 also for rank 4: with an axis of one frame, or one tap along time. */
function withTime(shape: readonly number[], axis: number): readonly number[] {
  return shape.length === 5 ? shape : [...shape.slice(0, axis), 1, ...shape.slice(axis)];
}

it('the pinned library has the fused ops, and the binding can call them', () => {
  expect([hasFusedConvolution2d(), hasFusedConvolution3d(), hasFusedNormRelu()]).toEqual([true, true, true]);
});

describe.each([
  ['1 x 1', [2, 5, 7, 24], [1, 1, 24, 40], 'VALID'],
  ['3 x 3', [1, 9, 8, 16], [3, 3, 16, 32], 'SAME'],
  ['3 x 1 over time', [2, 6, 35, 32], [3, 1, 32, 16], 'SAME'],
  ['odd channels', [1, 4, 4, 5], [3, 3, 5, 7], 'VALID'],
  ['3 x 1 x 1', [1, 4, 1, 35, 32], [3, 1, 1, 32, 16], 'SAME'],
  ['3 x 5 x 5', [2, 4, 6, 7, 3], [3, 5, 5, 3, 8], 'VALID'],
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
      const flat = { strides: [1, 1], padding } as const;
      const solid = { strides: [1, 1, 1], padding } as const;
      const isFlat = filter.shape.length === 4;
      const plain = isFlat ? convolution2d(x, filter, flat) : convolution3d(x, filter, solid);
      const side = hasSide ? random([...plain.shape], 4) : undefined;
      const before = side && bytes(side);
      const finish = { bias: random([filterShape.at(-1)!], 3), side, relu: rectified };
      const fused = isFlat ? fusedConvolution2d(x, filter, flat, finish) : fusedConvolution3d(x, filter, solid, finish);
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
