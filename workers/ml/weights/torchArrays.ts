import type { ByteSource } from './byteSource';
import { type FoundTensor, findTensors } from './findTensors';
import { isFloatDtype } from './floatDecoders';
import { PickleTensor, type PickleValue } from './pickleValues';
import { readTensor } from './readTensor';
import { quoted, weightsError } from './weightsError';
import type { WeightArray, WeightsSource } from './weightsSource';

/** Place of a storage's first byte in the file; called when the array is read, and checks then what it can check. */
export type StorageStart = (key: string) => number;
/** What the readers of all formats find in a file. */
export type FoundArrays = Pick<WeightsSource, 'arrays' | 'everything' | 'objects' | 'remarks' | 'metadata'>;

/** The arrays of an unpickled file. @param unknown kinds of objects that are not on the closed list */
export function torchArrays(
  source: ByteSource,
  { root, unknown, startOf }: { root: PickleValue; unknown: ReadonlySet<string>; startOf: StorageStart },
): FoundArrays {
  const { stateDict, everything } = findTensors(root);
  const toArrays = (tensors: ReadonlyMap<string, FoundTensor>) =>
    [...tensors].map(([name, tensor]) => toArray(source, { name, tensor, startOf }));
  const objects = [...unknown];
  return { arrays: toArrays(stateDict), everything: toArrays(everything), objects, remarks: [], metadata: {} };
}

type Named = { name: string; tensor: FoundTensor; startOf: StorageStart };

function toArray(source: ByteSource, { name, tensor, startOf }: Named): WeightArray {
  if (!(tensor instanceof PickleTensor)) {
    const dtype = `object of the unknown kind ${tensor.of}`;
    return { name, shape: [], dtype, place: name, read: () => unreadable(name, dtype) };
  }
  const { storage, offset, shape, strides, dtype } = tensor;
  const place = `${storage.key}+${storage.first + offset}:${strides.join()}`;
  return { name, shape, dtype, place, read: () => read(source, { name, tensor, startOf }) };
}

function read(
  source: ByteSource,
  { name, tensor, startOf }: { name: string; tensor: PickleTensor; startOf: StorageStart },
): Float32Array {
  const { dtype, storage } = tensor;
  if (!isFloatDtype(dtype) || dtype !== storage.dtype) return unreadable(name, dtype);
  return readTensor(source, { tensor, dtype, start: startOf(storage.key) });
}

function unreadable(name: string, dtype: string): never {
  throw weightsError(`${quoted(name)} is of type ${dtype}`, 'Save it as float32');
}
