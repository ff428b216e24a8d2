import { intConstant } from '@/workers/ml/engine/constants';
import { executeOne } from '@/workers/ml/engine/execute';
import { type Attribute, attribute } from '@/workers/ml/engine/nativeBinding';
import { dataTypes, type Tensor } from '@/workers/ml/engine/tensor';

/** 'SAME' is the symmetric padding k >> 1 only at stride 1 with odd kernels. */
export type Convolution3dOptions = { strides: readonly [number, number, number]; padding: 'SAME' | 'VALID' };

/** @param x (N, T, H, W, I) @param filter (t, h, w, I, O) @returns (N, T', H', W', O) */
export function convolution3d(x: Tensor, filter: Tensor, options: Convolution3dOptions): Tensor {
  return executeOne('Conv3D', [x, filter], attributesOf(options));
}

/** Gradient at the filter (t, h, w, I, O). */
export function convolution3dFilterGradient(
  x: Tensor,
  dy: Tensor,
  { filterShape, ...options }: Convolution3dOptions & { filterShape: readonly number[] },
): Tensor {
  return executeOne('Conv3DBackpropFilterV2', [x, intConstant(filterShape), dy], attributesOf(options));
}

/** Gradient at the input (N, T, H, W, I). Slow at stride 2: see `createSubPixelGradient`. */
export function convolution3dInputGradient(
  filter: Tensor,
  dy: Tensor,
  { inputShape, ...options }: Convolution3dOptions & { inputShape: readonly number[] },
): Tensor {
  const attributes = [...attributesOf(options), attribute.type('Tshape', dataTypes.int32)];
  return executeOne('Conv3DBackpropInputV2', [intConstant(inputShape), filter, dy], attributes);
}

function attributesOf({ strides, padding }: Convolution3dOptions): Attribute[] {
  return [attribute.int('strides', [1, ...strides, 1]), attribute.string('padding', padding)];
}
