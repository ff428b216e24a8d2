import { crc32 } from 'node:zlib';
import type { ByteSource } from './byteSource';
import { PickleOpaque, type PickleStorage, torchItemBytes } from './pickleValues';
import { storageOfId } from './storageOfId';
import { type FoundArrays, torchArrays } from './torchArrays';
import { unpickle } from './unpickle';
import { quoted, weightsError } from './weightsError';
import type { ZipMember } from './zipMember';
import { zipMembers } from './zipMembers';

const chunkBytes = 1 << 20;

/**
 * The arrays of a file that torch.save wrote as a zip (PyTorch 1.6 and later): `<top>/data.pkl` says what there is,
 * `<top>/data/<key>` holds the bytes of a storage, `<top>/byteorder` their order. The top folder has any name.
 * @throws AppError('checkpoint_invalid')
 */
export function readTorchZip(source: ByteSource): FoundArrays {
  const members = zipMembers(source);
  const pickle = findPickle(members);
  const top = pickle.name.slice(0, -'data.pkl'.length);
  checkByteOrder(source, members.get(`${top}byteorder`));
  const intact = new Set<string>();
  const member = (key: string): ZipMember => {
    const found = members.get(`${top}data/${key}`);
    if (!found) throw weightsError(`the storage ${quoted(key)} is missing in its zip`);
    return found;
  };
  const storages = new Map<string, PickleStorage>();
  checkCrc(source, pickle);
  const { value: root, unknown } = unpickle(source, {
    start: pickle.start,
    end: pickle.start + pickle.size,
    persistentLoad: (id) => {
      const storage = storageOfId(id);
      if (storage instanceof PickleOpaque) return storage;
      if (!storages.has(storage.key)) checkSize(storage, member(storage.key));
      else checkSame(storage, storages.get(storage.key));
      storages.set(storage.key, storage);
      return storage;
    },
  });
  const startOf = (key: string): number => {
    const found = member(key);
    if (!intact.has(key)) checkCrc(source, found);
    intact.add(key);
    return found.start;
  };
  return torchArrays(source, { root, unknown, startOf });
}

function findPickle(members: ReadonlyMap<string, ZipMember>): ZipMember {
  const [pickle, ...others] = [...members.values()].filter(({ name }) => /^([^/]+\/)?data\.pkl$/.test(name));
  if (pickle && others.length === 0) return pickle;
  throw weightsError(
    pickle ? 'its zip holds several data.pkl' : 'it is a zip, but not one of PyTorch: there is no data.pkl',
    'Unpack it and import the file of weights that is inside',
  );
}

function checkByteOrder(source: ByteSource, member: ZipMember | undefined): void {
  if (!member) return;
  const order = new TextDecoder().decode(source.read(member.start, Math.min(member.size, 16))).trim();
  if (order !== 'little') {
    throw weightsError(
      `its byte order is ${quoted(order)}; only little-endian files are read`,
      'Load and save it again on a little-endian machine (any x86 or ARM)',
    );
  }
}

function checkSize(storage: PickleStorage, { size }: ZipMember): void {
  if (size !== storage.whole * torchItemBytes[storage.dtype]) {
    throw weightsError(
      `the storage ${quoted(storage.key)} should hold ${storage.whole} elements of ${storage.dtype}, its zip holds ${size} bytes of it`,
    );
  }
}

/** Two tensors may share a storage, but must agree on what it is. */
function checkSame(storage: PickleStorage, known: PickleStorage | undefined): void {
  if (storage.dtype !== known?.dtype || storage.whole !== known.whole) {
    throw weightsError(`two tensors disagree about the storage ${quoted(storage.key)}`);
  }
}

/** PyTorch itself does not look at the sums; a weight that flipped a bit on the way should not go unseen. */
function checkCrc(source: ByteSource, { name, start, size, crc32: wanted }: ZipMember): void {
  let sum = 0;
  for (let at = 0; at < size; at += chunkBytes) {
    sum = crc32(source.read(start + at, Math.min(chunkBytes, size - at)), sum);
  }
  if (sum >>> 0 === wanted) return;
  throw weightsError(
    `the bytes of ${quoted(name)} do not match their check sum: the file is damaged`,
    'Take a sound copy of the file (or, where it was written with set_crc32_options(False), load and save it again without)',
  );
}
