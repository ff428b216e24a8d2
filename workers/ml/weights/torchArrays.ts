import type { ByteSource } from './byteSource';
import { findTensors } from './findTensors';
import { isFloatDtype } from './floatDecoders';
import type { PickleTensor, PickleValue } from './pickleValues';
import { readTensor } from './readTensor';
import { quoted, weightsError } from './weightsError';
import type { WeightArray } from './weightsSource';

/** Place of a storage's first byte in the file; called when the array is read, and checks then what it can check. */
export type StorageStart = (key: string) => number;

/** The arrays of the state dict in an unpickled file. */
export function torchArrays(
  source: ByteSource,
  { root, startOf }: { root: PickleValue; startOf: StorageStart },
): WeightArray[] {
  return [...findTensors(root)].map(([name, tensor]) => ({
    name,
    shape: tensor.shape,
    dtype: tensor.storage.dtype,
    read: () => read(source, { name, tensor, startOf }),
  }));
}

function read(
  source: ByteSource,
  { name, tensor, startOf }: { name: string; tensor: PickleTensor; startOf: StorageStart },
): Float32Array {
  const { dtype, key } = tensor.storage;
  if (!isFloatDtype(dtype)) throw weightsError(`${quoted(name)} is of type ${dtype}`, 'Save it as float32');
  return readTensor(source, { tensor, dtype, start: startOf(key) });
}
