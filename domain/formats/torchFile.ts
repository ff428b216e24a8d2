import type { NamedTensor } from './namedTensor';
import { type PickledArray, stateDictPickle } from './stateDictPickle';
import { type NewMember, storedZip, storedZipSize } from './storedZip';

/** A float32 array to be written; its bytes (little-endian, row-major) are asked for when their turn comes. */
export type TorchArray = { name: string; shape: readonly number[]; read(): Promise<Uint8Array> | Uint8Array };
export type TorchFile = { size: number; parts(): AsyncGenerator<Uint8Array> };

/**
 * A state dict as the file that `torch.save(state_dict, path)` writes: PyTorch from 1.6 on reads it, `weights_only=True` included. Every batch norm
 * gets the counter `num_batches_tracked` (zero: nothing here counts batches), so that the names are exactly those of the module.
 */
export function torchFile(arrays: readonly TorchArray[]): TorchFile {
  const counted = arrays.flatMap(withCounter);
  const pickle = stateDictPickle(counted);
  const members: NewMember[] = [
    fixed('archive/data.pkl', pickle),
    fixed('archive/byteorder', new TextEncoder().encode('little')),
    ...counted.map(({ size, read }, key) => ({ name: `archive/data/${key}`, size, read })),
    fixed('archive/version', new TextEncoder().encode('3\n')),
  ];
  return { size: storedZipSize(members), parts: () => storedZip(members) };
}

/** A whole state dict in memory as a file of PyTorch. */
export async function encodeTorchStateDict(state: ReadonlyMap<string, NamedTensor>): Promise<Uint8Array<ArrayBuffer>> {
  const { size, parts } = torchFile(
    [...state].map(([name, { shape, data }]) => ({
      name,
      shape,
      read: () => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    })),
  );
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const part of parts()) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

type CountedArray = PickledArray & { size: number; read: TorchArray['read'] };

function withCounter({ name, shape, read }: TorchArray): CountedArray[] {
  const size = 4 * shape.reduce((product, n) => product * n, 1);
  const array: CountedArray = { name, shape, dtype: 'float32', size, read };
  if (!name.endsWith('.running_var')) return [array];
  const counter = name.replace(/running_var$/, 'num_batches_tracked');
  return [array, { name: counter, shape: [], dtype: 'int64', size: 8, read: () => new Uint8Array(8) }];
}

function fixed(name: string, bytes: Uint8Array): NewMember {
  return { name, size: bytes.length, read: () => bytes };
}
