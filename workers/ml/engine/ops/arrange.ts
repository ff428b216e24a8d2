import { floatConstant, intConstant } from '@/workers/ml/engine/constants';
import { executeOne } from '@/workers/ml/engine/execute';
import { attribute } from '@/workers/ml/engine/nativeBinding';
import { dataTypes, type Tensor } from '@/workers/ml/engine/tensor';

/** The same elements under another shape; shares the memory. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return executeOne('Reshape', [x, intConstant(shape)], []);
}

/** A second handle of the same memory, with a lifetime of its own. */
export function alias(x: Tensor): Tensor {
  return executeOne('Identity', [x], []);
}

/** A float32 tensor of undefined values, for ops that look at the shape of an input only: memory that nobody touches costs nothing. */
export function shapeOnly(shape: readonly number[]): Tensor {
  return executeOne(
    'Empty',
    [intConstant(shape)],
    [attribute.type('dtype', dataTypes.float32), attribute.bool('init', false)],
  );
}

/** Axes in another order: axis k of the result is axis order[k] of x. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  return executeOne('Transpose', [x, intConstant(order)], []);
}

/** `amounts`: elements before and after, for every axis. */
export function pad(x: Tensor, amounts: readonly (readonly [number, number])[], value = 0): Tensor {
  return executeOne('PadV2', [x, intConstant(amounts.flat(), [amounts.length, 2]), floatConstant(value)], []);
}

/** The block of `size` that begins at `begin`. */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return executeOne('Slice', [x, intConstant(begin), intConstant(size)], []);
}

/** Join float32 tensors along an axis. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  return executeOne(
    'ConcatV2',
    [...parts, intConstant([axis], [])],
    [attribute.int('N', parts.length), attribute.type('T', dataTypes.float32)],
  );
}

/** Elements `indices` along an axis. */
export function gather(x: Tensor, indices: readonly number[], axis: number): Tensor {
  return executeOne('GatherV2', [x, intConstant(indices), intConstant([axis], [])], []);
}

/** (N, H, W, b * b * C) to (N, H * b, W * b, C): channel (i * b + j) * C + c becomes pixel (i, j) of a b x b block. */
export function depthToSpace(x: Tensor, block: number): Tensor {
  return executeOne('DepthToSpace', [x], [attribute.int('block_size', block)]);
}

/** Repeat axes of size 1. */
export function broadcastTo(x: Tensor, shape: readonly number[]): Tensor {
  return executeOne('BroadcastTo', [x, intConstant(shape)], []);
}
