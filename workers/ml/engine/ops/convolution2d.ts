import { intConstant } from '@/workers/ml/engine/constants';
import { executeOne } from '@/workers/ml/engine/execute';
import { type Attribute, attribute } from '@/workers/ml/engine/nativeBinding';
import type { Tensor } from '@/workers/ml/engine/tensor';

/**
 * Only 'SAME' and 'VALID': with these the CPU runs oneDNN's convolutions, with explicit paddings a gradient that is three
 * to six times slower. 'SAME' at stride 1 with an odd kernel is the symmetric padding k >> 1; at stride 2 it is not.
 */
export type Convolution2dOptions = { strides: readonly [number, number]; padding: 'SAME' | 'VALID' };

/** @param x (N, H, W, I) @param filter (h, w, I, O) @returns (N, H', W', O) */
export function convolution2d(x: Tensor, filter: Tensor, options: Convolution2dOptions): Tensor {
  return executeOne('Conv2D', [x, filter], attributesOf(options));
}

/** Gradient at the filter (h, w, I, O). */
export function convolution2dFilterGradient(
  x: Tensor,
  dy: Tensor,
  { filterShape, ...options }: Convolution2dOptions & { filterShape: readonly number[] },
): Tensor {
  return executeOne('Conv2DBackpropFilter', [x, intConstant(filterShape), dy], attributesOf(options));
}

/** Gradient at the input (N, H, W, I). */
export function convolution2dInputGradient(
  filter: Tensor,
  dy: Tensor,
  { inputShape, ...options }: Convolution2dOptions & { inputShape: readonly number[] },
): Tensor {
  return executeOne('Conv2DBackpropInput', [intConstant(inputShape), filter, dy], attributesOf(options));
}

function attributesOf({ strides, padding }: Convolution2dOptions): Attribute[] {
  return [attribute.int('strides', [1, ...strides, 1]), attribute.string('padding', padding)];
}
