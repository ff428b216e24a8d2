/** Element types the engine uses, with their numbers in tf_datatype.h. */
export const dataTypes = { float32: 1, int32: 3, uint8: 4, int64: 9, bool: 10, resource: 20 } as const;
export type DataType = keyof typeof dataTypes;

/** Id of a tensor whose values have not been computed yet: the program that makes it has not run. */
export const pending = -1;

/**
 * Handle of an immutable array that the engine holds, row-major. It says nothing about lifetime: see `scope` and `dispose`.
 * Activations are (N, T, H, W, C) unless a comment says otherwise.
 */
export class Tensor {
  constructor(
    /** The native library's, or `pending`; the engine's own business. */
    public id: number,
    readonly shape: readonly number[],
    readonly dtype: DataType,
  ) {}
}

/** Number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
