import type { ByteSource } from './byteSource';
import { decodeFloats, type FloatDtype, floatBytes } from './floatDecoders';
import type { PickleTensor } from './pickleValues';

/**
 * The values of a strided view, row-major. Only the bytes between its first and its last element are read.
 * @param start of the storage with the key of the view, in bytes; that the storage lies within the file was checked
 */
export function readTensor(
  source: ByteSource,
  { tensor, dtype, start }: { tensor: PickleTensor; dtype: FloatDtype; start: number },
): Float32Array {
  const { storage, offset, shape, strides } = tensor;
  const elements = shape.reduce((product, n) => product * n, 1);
  if (elements === 0) return new Float32Array(0);
  const item = floatBytes(dtype);
  const span = shape.reduce((sum, n, axis) => sum + (n - 1) * (strides[axis] ?? 0), 1);
  const values = decodeFloats(source.read(start + (storage.first + offset) * item, span * item), dtype);
  return isRowMajor(shape, strides) ? values : gather(values, { shape, strides, elements });
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let wanted = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    if (size !== 1 && strides[axis] !== wanted) return false;
    wanted *= size;
  }
  return true;
}

function gather(
  values: Float32Array,
  { shape, strides, elements }: { shape: readonly number[]; strides: readonly number[]; elements: number },
): Float32Array {
  const result = new Float32Array(elements);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < elements; to++) {
    result[to] = values[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      const stride = strides[axis] as number;
      const next = (index[axis] as number) + 1;
      if (next < size) {
        index[axis] = next;
        from += stride;
        break;
      }
      index[axis] = 0;
      from -= stride * (size - 1);
    }
  }
  return result;
}
