import type { ByteSource } from './byteSource';
import {
  PickleDict,
  PickleList,
  PickleOpaque,
  type PickleStorage,
  PickleTuple,
  type PickleValue,
  torchItemBytes,
} from './pickleValues';
import { storageOfId } from './storageOfId';
import { type FoundArrays, torchArrays } from './torchArrays';
import { unpickle } from './unpickle';
import { quoted, weightsError } from './weightsError';

const magic = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

/**
 * The arrays of a file that torch.save wrote as a stream (up to PyTorch 1.5, and later on request): pickles of a magic number, a version,
 * the machine, the object, and the keys of its storages; then, in the order of the keys, the number of elements and the bytes of each.
 * @throws AppError('checkpoint_invalid')
 */
export function readTorchLegacy(source: ByteSource): FoundArrays {
  const storages = new Map<string, PickleStorage>();
  const objects = new Set<string>();
  let at = 0;
  const next = (): PickleValue => {
    const { value, end, unknown } = unpickle(source, {
      start: at,
      end: source.size,
      persistentLoad: (id) => remember(storageOfId(id), storages),
    });
    at = end;
    for (const name of unknown) objects.add(name);
    return value;
  };
  if (next() !== magic) throw weightsError('it does not begin with the magic number of PyTorch');
  const version = next();
  if (version !== protocolVersion) throw weightsError('it is of an unknown version of the stream of PyTorch');
  checkByteOrder(next());
  const root = next();
  const keys = next();
  const starts = placeStorages(source, { keys, storages, at });
  return torchArrays(source, {
    root,
    unknown: objects,
    startOf: (key) => {
      const start = starts.get(key);
      if (start === undefined) throw weightsError(`the storage ${quoted(key)} is missing`);
      return start;
    },
  });
}

function remember(storage: PickleStorage | PickleOpaque, storages: Map<string, PickleStorage>): PickleStorage {
  // The storages follow one after the other: where the length of one is not known, the rest cannot be found.
  if (storage instanceof PickleOpaque) {
    throw weightsError(
      `a storage has the unknown type ${quoted(storage.of)}`,
      'Load it and save it again with torch.save of PyTorch 1.6 or later',
    );
  }
  const known = storages.get(storage.key);
  if (known && (known.dtype !== storage.dtype || known.whole !== storage.whole)) {
    throw weightsError(`two tensors disagree about the storage ${quoted(storage.key)}`);
  }
  storages.set(storage.key, storage);
  return storage;
}

function checkByteOrder(system: PickleValue): void {
  const little = system instanceof PickleDict ? system.entries.get('little_endian') : undefined;
  if (little !== true) {
    throw weightsError(
      'it is big-endian, or does not say; only little-endian files are read',
      'Load and save it again on a little-endian machine (any x86 or ARM)',
    );
  }
}

/** Walk over the storages behind the pickles: each must be announced, of the announced size, and within the file. */
function placeStorages(
  source: ByteSource,
  { keys, storages, at }: { keys: PickleValue; storages: ReadonlyMap<string, PickleStorage>; at: number },
): Map<string, number> {
  const starts = new Map<string, number>();
  if (!(keys instanceof PickleList || keys instanceof PickleTuple)) throw weightsError('it does not list its storages');
  for (const key of keys.items) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage || starts.has(storage.key)) throw weightsError('it lists a storage that no tensor uses, or one twice');
    const elements = new DataView(source.read(at, 8).buffer).getBigInt64(0, true);
    if (elements !== BigInt(storage.whole)) {
      throw weightsError(`the storage ${quoted(storage.key)} has ${elements} elements instead of ${storage.whole}`);
    }
    const start = at + 8;
    at = start + storage.whole * torchItemBytes[storage.dtype];
    if (at > source.size) throw weightsError(`the storage ${quoted(storage.key)} is cut off`);
    starts.set(storage.key, start);
  }
  return starts;
}
