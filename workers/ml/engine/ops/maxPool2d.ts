import { executeOne } from '@/workers/ml/engine/execute';
import { type Attribute, attribute } from '@/workers/ml/engine/nativeBinding';
import type { Tensor } from '@/workers/ml/engine/tensor';

/** Window and strides over H, W; no padding. */
export type PoolWindow2d = { kernel: readonly [number, number]; strides: readonly [number, number] };

/** @param x (N, H, W, C) @returns (N, H', W', C) */
export function maxPool2d(x: Tensor, window: PoolWindow2d): Tensor {
  return executeOne('MaxPool', [x], attributesOf(window));
}

/** Gradient at x; the first of equal maxima (row-major) takes all of it. */
export function maxPool2dGradient(dy: Tensor, { x, y }: { x: Tensor; y: Tensor }, window: PoolWindow2d): Tensor {
  return executeOne('MaxPoolGrad', [x, y, dy], attributesOf(window));
}

function attributesOf({ kernel, strides }: PoolWindow2d): Attribute[] {
  return [
    attribute.int('ksize', [1, ...kernel, 1]),
    attribute.int('strides', [1, ...strides, 1]),
    attribute.string('padding', 'VALID'),
  ];
}
