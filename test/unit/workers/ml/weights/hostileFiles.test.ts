import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@/domain/errors';
import { encodeSafetensors } from '@/domain/formats/safetensors';
import { tensorPickle } from '@/test/support/pickleBytes';
import { testRandom } from '@/test/support/random';
import { storedZipBytes } from '@/test/support/storedZipBytes';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { createTorchFiles } from '@/test/support/torchFiles';
import { readWeights } from '@/workers/ml/weights/readWeights';

const files = createTorchFiles();
const arrays = [
  ['conv1.weight', [2, 3, 2]],
  ['bn1.running_var', [2]],
] as const;

/** Opens the file and reads every array of floats, as an import does; gives the error or null. */
function readAll(bytes: Uint8Array): AppError | null {
  const file = path.join(files.folder, 'hostile');
  writeFileSync(file, bytes);
  try {
    const source = readWeights(file);
    try {
      for (const array of source.arrays) if (array.dtype.includes('float')) array.read();
    } finally {
      source.close();
    }
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return null;
}
const refusal = (bytes: Uint8Array): string => {
  const error = readAll(bytes);
  expect(error?.code).toBe('checkpoint_invalid');
  return error!.message;
};

describe('a view', () => {
  const zip = (tensor: Parameters<typeof tensorPickle>[0], floats = 24) =>
    storedZipBytes({ 'a/data.pkl': tensorPickle(tensor), 'a/data/0': new Uint8Array(4 * floats) });
  const huge = 2n ** 60n;

  it('within its storage is read', async () => {
    expect(readAll(await zip({ numel: 24n, shape: [2n, 3n, 4n], strides: [12n, 4n, 1n] }))).toBeNull();
  });

  it('that repeats its storage is read where it is no larger than arrays are', async () => {
    expect(readAll(await zip({ numel: 24n, shape: [100n, 24n], strides: [0n, 1n] }))).toBeNull();
  });

  it.each<[string, Parameters<typeof tensorPickle>[0], RegExp]>([
    ['one element too long', { numel: 24n, shape: [25n], strides: [1n] }, /beyond its storage "0" of 24/],
    ['moved beyond the end', { numel: 24n, offset: 1n, shape: [24n], strides: [1n] }, /beyond its storage/],
    ['with long steps', { numel: 24n, shape: [2n, 2n], strides: [23n, 2n] }, /beyond its storage/],
    ['of 2^60 elements', { numel: 24n, shape: [huge], strides: [1n] }, /whole number|beyond its storage/],
    [
      'of 2^120 elements',
      { numel: 24n, shape: [2n ** 40n, 2n ** 40n, 2n ** 40n], strides: [0n, 0n, 0n] },
      /repeats a storage/,
    ],
    ['that blows up one number', { numel: 24n, shape: [2n ** 30n], strides: [0n] }, /repeats a storage/],
    ['with a negative size', { numel: 24n, shape: [-4n], strides: [1n] }, /whole number/],
    ['with a negative step', { numel: 24n, offset: 23n, shape: [24n], strides: [-1n] }, /whole number/],
    ['with a negative offset', { numel: 24n, offset: -1n, shape: [1n], strides: [1n] }, /whole number/],
    ['with more sizes than steps', { numel: 24n, shape: [2n, 2n], strides: [1n] }, /differ in length/],
    ['with twenty axes', { numel: 24n, shape: Array(20).fill(1n), strides: Array(20).fill(1n) }, /short tuple/],
    ['of a storage of 2^60 elements', { numel: huge, shape: [1n], strides: [1n] }, /whole number/],
    ['of a storage larger than its bytes', { numel: 25n, shape: [1n], strides: [1n] }, /should hold 25 elements/],
    ['of a storage smaller than its bytes', { numel: 23n, shape: [1n], strides: [1n] }, /should hold 23 elements/],
    [
      'of a storage outside of the zip',
      { numel: 24n, shape: [1n], strides: [1n], key: '../../secret' },
      /missing in its zip/,
    ],
    [
      'made by another function',
      { numel: 24n, shape: [1n], strides: [1n], rebuild: ['torch._utils', '_rebuild_x'] },
      /"torch\._utils\._rebuild_x"/,
    ],
  ])('%s is refused before anything is allocated', async (_, tensor, reason) => {
    expect(refusal(await zip(tensor))).toMatch(reason);
  });
});

describe('a zip', () => {
  let sound: Buffer;
  beforeAll(() => {
    sound = readFileSync(files.write(arrays, { file: 'sound.pth', container: 'zip' }));
    expect(readAll(sound)).toBeNull();
  });
  /** Place of the directory's entry of the member number k. */
  const entry = (bytes: Buffer, k: number) => {
    let at = bytes.readUInt32LE(bytes.length - 22 + 16);
    for (let n = 0; n < k; n++)
      at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return at;
  };
  const flip = (bytes: Buffer, at: number) => {
    bytes[at] = bytes[at]! ^ 1;
  };
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(sound);
    change(bytes);
    return bytes;
  };

  it.each<[string, (bytes: Buffer) => void, RegExp]>([
    [
      'with members on top of each other',
      (b) => void b.copy(b, entry(b, 3) + 42, entry(b, 4) + 42, entry(b, 4) + 46),
      /overlaps|something else/,
    ],
    ['with a place beyond the file', (b) => void b.writeUInt32LE(0x7fffffff, entry(b, 3) + 42), /cut off|overlaps/],
    [
      'with a size beyond the file',
      (b) => {
        for (const at of [20, 24]) b.writeUInt32LE(0x7fffffff, entry(b, 3) + at);
      },
      /overlaps|beyond/,
    ],
    ['with sizes that differ', (b) => void b.writeUInt32LE(1, entry(b, 3) + 20), /two different sizes/],
    ['with an encrypted member', (b) => void b.writeUInt16LE(1, entry(b, 3) + 8), /encrypted/],
    [
      'with a flipped bit in the weights',
      (b) => flip(b, b.readUInt32LE(entry(b, 3) + 42) + 30 + 'archive/data/0'.length),
      /check sum/,
    ],
    ['with a flipped bit in a name', (b) => flip(b, entry(b, 3) + 46), /something else/],
    ['with a directory beyond the file', (b) => void b.writeUInt32LE(0x7fffffff, b.length - 22 + 16), /cut off/],
    ['with a directory of 60,000 members', (b) => void b.writeUInt16LE(60_000, b.length - 22 + 10), /does not fit/],
    ['over several disks', (b) => void b.writeUInt16LE(3, b.length - 22 + 4), /several files/],
    ['with a broken directory', (b) => void b.writeUInt32LE(0, entry(b, 2)), /broken/],
    [
      'that needs 64-bit fields without having them',
      (b) => void b.writeUInt32LE(0xffffffff, entry(b, 3) + 24),
      /broken/,
    ],
  ])('%s is refused', (_, change, reason) => {
    expect(refusal(changed(change))).toMatch(reason);
  });

  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < sound.length; length += 3) refusal(sound.subarray(0, length));
  });

  it('gives arrays or a refusal whatever bytes are in it', () => {
    const random = testRandom(3);
    let refused = 0;
    for (let k = 0; k < 1500; k++) {
      const error = readAll(
        changed((b) => {
          b[Math.floor(random() * b.length)] = Math.floor(random() * 256);
        }),
      );
      if (error) refused++;
    }
    expect(refused).toBeGreaterThan(700);
  });
});

describe('a legacy stream', () => {
  let sound: Buffer;
  beforeAll(() => {
    sound = readFileSync(files.write(arrays, { file: 'sound.legacy', container: 'legacy' }));
    expect(readAll(sound)).toBeNull();
  });

  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < sound.length; length++) refusal(sound.subarray(0, length));
  });

  it('whose storages have another size than announced is refused', () => {
    for (const numel of [0n, 1n, 2n ** 40n, 2n ** 62n, -5n]) {
      const bytes = Buffer.from(sound);
      // The last storage: eight bytes of size, one counter of eight bytes.
      bytes.writeBigInt64LE(numel, bytes.length - 16);
      if (numel !== 1n) expect(refusal(bytes)).toMatch(/elements instead of 1/);
      else expect(readAll(bytes)).toBeNull();
    }
  });

  it('gives arrays or a refusal whatever bytes are in it', () => {
    const random = testRandom(5);
    for (let k = 0; k < 1500; k++) {
      const bytes = Buffer.from(sound);
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      readAll(bytes);
    }
    expect(readAll(sound)).toBeNull();
  });
});

describe('a dictionary', () => {
  const python = (code: string) =>
    storedZipBytes({
      'a/data.pkl': execFileSync('python3', ['-c', `import pickle, sys\n${code}`], { maxBuffer: 1 << 28 }),
    });

  it.each([
    [
      'that refers to one other a thousand million times',
      'd = {}\nfor n in range(30): d = {str(k): d for k in range(100)}',
    ],
    ['that holds itself', "d = {}\nd['state_dict'] = d\nd['module'] = d"],
    ['ten thousand levels deep', "sys.setrecursionlimit(10**6)\nd = {}\nfor n in range(10000): d = {'state_dict': d}"],
    ['with numbers and tuples for names', "d = {1: 2, (1, 2): 3, None: 4, 2.5: b'x'}"],
  ])('%s holds no state dict, which is found out at once', async (_, code) => {
    const pickler = 'sys.stdout.buffer.write(pickle.dumps(d, 2))';
    expect(refusal(await python(`${code}\n${pickler}`))).toMatch(/holds no state dict/);
  });
});

describe('a safetensors file', () => {
  const data = new Uint8Array(32);
  const file = (header: string, body: Uint8Array = data, length = BigInt(Buffer.byteLength(header))) => {
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE(length);
    return Buffer.concat([head, Buffer.from(header), body]);
  };
  const f32 = (shape: string, offsets: string) => `{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}`;

  it('of any type of float is read, a key __proto__ included', () => {
    const header = `{"__proto__":${f32('[4]', '[0,16]')},"h":{"dtype":"BF16","shape":[4],"data_offsets":[16,24]},"d":{"dtype":"F64","shape":[1],"data_offsets":[24,32]}}`;
    expect(readAll(file(header))).toBeNull();
  });

  it.each<[string, () => Uint8Array, RegExp]>([
    ['whose arrays overlap', () => file(`{"a":${f32('[4]', '[0,16]')},"b":${f32('[5]', '[12,32]')}}`), /overlap/],
    ['whose arrays leave a hole', () => file(`{"a":${f32('[2]', '[0,8]')},"b":${f32('[4]', '[16,32]')}}`), /hole/],
    ['with an array twice', () => file(`{"a":${f32('[4]', '[0,16]')},"a":${f32('[4]', '[16,32]')}}`), /hole/],
    ['with an array beyond the end', () => file(`{"a":${f32('[9]', '[0,36]')}}`), /do not fit/],
    ['with an array of 2^60', () => file(`{"a":${f32('[1152921504606846976]', '[0,32]')}}`), /malformed|do not fit/],
    [
      'with a product beyond all numbers',
      () => file(`{"a":${f32('[9007199254740991,9007199254740991]', '[0,32]')}}`),
      /do not fit/,
    ],
    ['with a negative size', () => file(`{"a":${f32('[-8]', '[0,32]')}}`), /malformed/],
    ['with swapped offsets', () => file(`{"a":${f32('[8]', '[32,0]')}}`), /do not fit/],
    ['with a list for a header', () => file(`{"a":[]}`), /malformed/],
    ['with half a header', () => file('{"a":'), /not a JSON object/],
    ['with a header of 2^60 bytes', () => file('{}', data, 2n ** 60n), /neither/],
  ])('%s is refused', (_, make, reason) => {
    expect(refusal(make())).toMatch(reason);
  });

  it('is refused wherever it is cut off', () => {
    const sound = encodeSafetensors({
      tensors: new Map([['a', { shape: [8], data: new Float32Array(8) }]]),
      metadata: {},
    });
    expect(readAll(sound)).toBeNull();
    for (let length = 0; length < sound.length; length++) refusal(sound.subarray(0, length));
  });
});

it('nothing of a file is left open after a refusal', () => {
  const file = path.join(temporaryFolder(), 'x');
  writeFileSync(file, 'noise that is no file of weights');
  // More often than a process may open files.
  for (let k = 0; k < 3000; k++) expect(() => readWeights(file)).toThrow(AppError);
});
