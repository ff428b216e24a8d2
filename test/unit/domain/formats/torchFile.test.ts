import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '@/domain/formats/crc32';
import { storedZip, storedZipSize } from '@/domain/formats/storedZip';
import { encodeTorchStateDict } from '@/domain/formats/torchFile';
import { randomArray } from '@/test/support/random';
import { temporaryFolder } from '@/test/support/temporaryFolder';

const state = new Map([
  ['conv1.weight', { shape: [2, 3, 1, 2], data: randomArray(12, 1) }],
  ['bn1.running_var', { shape: [300], data: randomArray(300, 2) }],
  ['größe', { shape: [], data: Float32Array.of(-0) }],
]);

describe('a state dict as a file of PyTorch', () => {
  // Python's own zipfile and pickle read it; what torch would rebuild is only recorded.
  const reader = `
import zipfile, pickle, sys, json, io, struct
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
class Reader(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ('collections', 'OrderedDict'):
            return dict
        names.append(module + '.' + name)
        return lambda *args: list(args)
    def persistent_load(self, pid):
        return [pid[0], pid[2], pid[3], pid[4], archive.read('archive/data/' + pid[2]).hex()]
names = []
content = Reader(io.BytesIO(archive.read('archive/data.pkl'))).load()
starts = [info.header_offset + 30 + struct.unpack('<HH', open(sys.argv[1], 'rb').read()[info.header_offset + 26:info.header_offset + 30])[0]
          + struct.unpack('<HH', open(sys.argv[1], 'rb').read()[info.header_offset + 26:info.header_offset + 30])[1] for info in archive.infolist()]
print(json.dumps({'content': content, 'names': sorted(set(names)), 'members': archive.namelist(), 'starts': starts,
                  'version': archive.read('archive/version').decode(), 'order': archive.read('archive/byteorder').decode()}))
`;

  it('is read by an independent reader: names, types, shapes, strides and bytes', async () => {
    const file = path.join(temporaryFolder(), 'state.pth');
    writeFileSync(file, await encodeTorchStateDict(state));
    const read = JSON.parse(execFileSync('python3', ['-c', reader, file], { encoding: 'utf8' }));
    const hex = ({ buffer }: Float32Array) => Buffer.from(buffer as ArrayBuffer).toString('hex');
    const tensor = (key: number, shape: number[], strides: number[], data: string, elements: number) => [
      ['storage', String(key), 'cpu', elements, data],
      0,
      shape,
      strides,
      false,
      {},
    ];
    expect(read.content).toEqual({
      'conv1.weight': tensor(0, [2, 3, 1, 2], [6, 2, 2, 1], hex(state.get('conv1.weight')!.data), 12),
      'bn1.running_var': tensor(1, [300], [1], hex(state.get('bn1.running_var')!.data), 300),
      'bn1.num_batches_tracked': tensor(2, [], [], '0000000000000000', 1),
      größe: tensor(3, [], [], '00000080', 1),
    });
    expect(read.names).toEqual(['torch.FloatStorage', 'torch.LongStorage', 'torch._utils._rebuild_tensor_v2']);
    expect(read.members[0]).toBe('archive/data.pkl');
    expect(read).toMatchObject({ version: '3\n', order: 'little' });
    expect(read.starts.every((start: number) => start % 64 === 0)).toBe(true);
  });
});

describe('a stored zip', () => {
  it('refuses what would need 64-bit fields, before it reads anything', () => {
    const read = () => {
      throw new Error('was read');
    };
    expect(() => storedZipSize([{ name: 'a', size: 2 ** 32, read }])).toThrow(
      expect.objectContaining({ code: 'bad_request' }),
    );
  });

  it('has exactly the size that was told before', async () => {
    const members = [1, 63, 64, 65].map((size) => ({ name: 'x'.repeat(size), size, read: () => new Uint8Array(size) }));
    let size = 0;
    for await (const part of storedZip(members)) size += part.length;
    expect(size).toBe(storedZipSize(members));
  });

  it('lets others have their turn while a large member is summed, whose check sum is that of zlib', async () => {
    const bytes = new Uint8Array(3.5 * 2 ** 20).map((_, k) => (k * k) >> 3);
    let turns = 0;
    const count = () => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    const parts: Uint8Array[] = [];
    for await (const part of storedZip([{ name: 'large', size: bytes.length, read: () => bytes }])) {
      if (parts.length === 0) expect(turns).toBeGreaterThanOrEqual(3);
      parts.push(part);
    }
    clearImmediate(timer);
    const [header] = parts;
    expect(new DataView(header!.buffer).getUint32(14, true)).toBe(zlibCrc32(bytes));
  });

  it.each([0, 1, 7, 1000])('has the check sum of zlib for %i bytes', (count) => {
    const bytes = Uint8Array.from(randomArray(count, 5), (value) => value * 128);
    expect(crc32(bytes)).toBe(zlibCrc32(bytes));
  });
});
