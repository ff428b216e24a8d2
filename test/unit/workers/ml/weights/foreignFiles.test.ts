import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from '@/domain/formats/safetensors';
import { microState } from '@/test/support/microState';
import { pickleBytes as p } from '@/test/support/pickleBytes';
import { storedZipBytes } from '@/test/support/storedZipBytes';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { createTorchFiles } from '@/test/support/torchFiles';
import { decodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import type { StateDict } from '@/workers/ml/models/stateDict';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import { importWeights } from '@/workers/ml/weights/importWeights';
import { readWeights } from '@/workers/ml/weights/readWeights';
import { WeightsRefusal } from '@/workers/ml/weights/weightsRefusal';

const torch = createTorchFiles();
const reports = path.join(import.meta.dirname, '../../../../fixtures/reports');
const shapes = stateShapes(backboneSpecs.micro_i3d, 2);
const importFile = (file: string, network: string | null = null) =>
  importWeights({ path: file, backbone: 'micro_i3d', classes: null, network });
const refusalOf = async (work: Promise<unknown>): Promise<Error> => {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'checkpoint_invalid' });
  return error as Error;
};
const written = (name: string, bytes: Uint8Array | string): string => {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, bytes);
  return file;
};

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };
/** A safetensors file by its header; the data are zeros unless given. */
function safetensors(header: object | string, data: Uint8Array): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}
/** A sound state, with entries changed by name. */
function stateHeader(change: (entries: Record<string, Entry>) => void = () => undefined) {
  const entries: Record<string, Entry> = {};
  let end = 0;
  for (const [name, shape] of shapes) {
    const bytes = 4 * shape.reduce((a, b) => a * b, 1);
    entries[name] = { dtype: 'F32', shape: [...shape], data_offsets: [end, end + bytes] };
    end += bytes;
  }
  change(entries);
  return { entries, bytes: end };
}

describe('safetensors of other writers', () => {
  it.each([
    ['extra_fp4', [['fc.q', /type F4/]]],
    ['extra_fp8_scale', [['fc.scale', /type F8_E8M0/]]],
    ['meta_null', []],
    ['nul_padding', []],
    ['space_padding', []],
    ['trailing_bytes', []],
  ] as [string, [string, RegExp][]][])('%s are read, and what nobody needs is listed', async (name, ignored) => {
    const { bytes, report } = await importFile(path.join(reports, 'safetensors', `${name}.safetensors`));
    expect(report).toMatchObject({ missing: [], wrongShape: [], classes: 2 });
    expect([...decodeWeightsFile(bytes).model.keys()]).toHaveLength(shapes.size);
    expect(report.ignored).toEqual(
      ignored.map(([array, reason]) => ({ name: array, reason: expect.stringMatching(reason) })),
    );
    expect(report.remarks.join()).toMatch(name === 'trailing_bytes' ? /8 bytes that belong to none/ : /^$/);
  });

  it.each(['F4', 'F8_E8M0', 'F8_E4M3', 'I8', 'F6_E2M3', 'SOMETHING_NEW'])(
    'with a needed array of type %s are refused by its name and type',
    async (dtype) => {
      const { entries, bytes } = stateHeader((all) => {
        const entry = all['bn1.bias']!;
        const size = entry.data_offsets[1] - entry.data_offsets[0];
        all['bn1.bias'] = { ...entry, dtype, shape: dtype === 'F8_E4M3' || dtype === 'I8' ? [size] : entry.shape };
      });
      const error = await refusalOf(importFile(written('a.safetensors', safetensors(entries, Buffer.alloc(bytes)))));
      expect(error.message).toContain(`1 of a type that is not read: bn1.bias (${dtype})`);
      expect(error.message).toMatch(/Save these arrays as float32/);
      expect((error as WeightsRefusal).report.unreadable).toEqual([{ name: 'bn1.bias', dtype }]);
    },
  );

  it.each<[string, (header: ReturnType<typeof stateHeader>) => Buffer, RegExp]>([
    [
      'with a hole',
      ({ entries, bytes }) => {
        delete entries['bn1.bias'];
        return safetensors(entries, Buffer.alloc(bytes));
      },
      /follow a hole/,
    ],
    [
      'with a name twice',
      ({ entries, bytes }) => {
        const text = JSON.stringify(entries).replace('"bn1.bias"', '"bn1.weight"');
        return safetensors(text, Buffer.alloc(bytes));
      },
      /follow a hole|overlap/,
    ],
    ['that are cut off', ({ entries, bytes }) => safetensors(entries, Buffer.alloc(bytes - 4)), /cut off/],
    ['without a header', () => safetensors('{', Buffer.alloc(8)), /not a JSON object/],
    [
      'with an array that is none',
      ({ entries, bytes }) => safetensors({ ...entries, x: 3 }, Buffer.alloc(bytes)),
      /entry of "x"/,
    ],
    [
      'with sizes beyond everything',
      ({ entries, bytes }) => {
        const huge = { dtype: 'F32', shape: [2 ** 40, 2 ** 10], data_offsets: [bytes, bytes + 8] };
        return safetensors({ ...entries, huge }, Buffer.alloc(bytes + 8));
      },
      /do not fit its shape/,
    ],
  ])('%s are refused, with advice that fits an import', async (_, make, reason) => {
    const { message } = await refusalOf(importFile(written('a.safetensors', make(stateHeader()))));
    expect(message).toMatch(reason);
    expect(message).toMatch(/Take a complete copy of the file, or export it again/);
    expect(message).not.toMatch(/train the run/);
  });

  it('of a million and a half arrays are refused before they are parsed', async () => {
    const entries = Array.from(
      { length: 1_500_000 },
      (_, k) => `"a${k}":{"dtype":"F32","shape":[],"data_offsets":[0,0]}`,
    );
    const big = written('big.safetensors', safetensors(`{${entries.join()}}`, new Uint8Array(0)));
    expect((await refusalOf(importFile(big))).message).toMatch(/more than 100,000 arrays/);
    const less = written('less.safetensors', safetensors(`{${entries.slice(0, 250_000).join()}}`, new Uint8Array(0)));
    expect((await refusalOf(importFile(less))).message).toMatch(/more than 100,000/);
    const nested = written('nested.safetensors', safetensors(`{"a":${'['.repeat(500_000)}`, new Uint8Array(0)));
    expect((await refusalOf(importFile(nested))).message).toMatch(/more than 100,000/);
  });
});

describe('objects of kinds that are not known in a file of PyTorch', () => {
  it.each([
    ['epoch_10.pth', 'mmengine.logging.history_buffer.HistoryBuffer', []],
    ['extra_float8.pth', null, [expect.objectContaining({ reason: expect.stringContaining('float8_e4m3fn') })]],
  ])('%s is read; they stay opaque and are listed', async (name, object, ignored) => {
    const { report } = await importFile(path.join(reports, 'torch', name));
    expect(report).toMatchObject({ missing: [], unreadable: [], wrongShape: [] });
    expect(report.ignored.filter(({ reason }) => /float8|object/.test(reason))).toEqual(ignored);
    expect(report.objects).toEqual(object === null ? [] : expect.arrayContaining([object]));
  });

  const entry = (key: string, value: Uint8Array) => p.join(p.text(key), value);
  const unknown = p.join(p.global('__main__', 'Settings'), p.mark, p.text('x'), p.tuple, p.reduce);
  const tensor = (key: string) =>
    p.join(
      ...[p.global('torch._utils', '_rebuild_tensor_v2'), p.mark, p.mark, p.text('storage')],
      ...[p.global('torch', 'FloatStorage'), p.text(key), p.text('cpu'), p.int(2), p.tuple, p.persistentId],
      ...[p.int(0), p.mark, p.int(2), p.tuple, p.mark, p.int(1), p.tuple, p.none, p.none, p.tuple, p.reduce],
    );
  const zip = async (...entries: Uint8Array[]) => {
    const pickle = p.join(p.start, p.dict, p.mark, ...entries, p.setItems, p.stop);
    return written('a.pth', await storedZipBytes({ 'a/data.pkl': pickle, 'a/data/0': new Uint8Array(8) }));
  };

  it('beside the weights are listed, in their place refused by name', async () => {
    const beside = readWeights(await zip(entry('conv1.weight', tensor('0')), entry('settings', unknown)));
    beside.close();
    expect(beside.objects).toEqual(['__main__.Settings']);
    const inPlace = await zip(entry('bn1.bias', tensor('0')), entry('conv1.weight', unknown));
    const error = await refusalOf(importFile(inPlace));
    expect(error.message).toContain('conv1.weight (object of the unknown kind __main__.Settings)');
    const alone = await refusalOf(importFile(await zip(entry('conv1.weight', unknown))));
    expect(alone.message).toMatch(/"conv1\.weight" is an object of the unknown kind "__main__\.Settings"/);
  });

  it('are never run, whatever they are called', async () => {
    const mark = path.join(temporaryFolder(), 'was-run');
    const file = written('evil.pth', '');
    execFileSync('python3', [
      '-c',
      `import pickle, zipfile, sys
class Evil:
    def __reduce__(self): return (print_to, (sys.argv[2],))
def print_to(path): open(path, 'w')
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    z.writestr('a/data.pkl', pickle.dumps({'state_dict': {}, 'hook': Evil()}, 2))`,
      file,
      mark,
    ]);
    const { message } = await refusalOf(importFile(file));
    expect(message).toMatch(/holds no state dict/);
    expect(existsSync(mark)).toBe(false);
  });
});

describe('two complete networks in one file', () => {
  const state = microState(2);
  const other: StateDict = new Map(
    [...state].map(([name, { shape, data }]) => [name, { shape, data: data.map((v) => v / 2) }]),
  );
  const both = (first: string, second: string) =>
    new Map([
      ...[...state].map(([name, tensor]) => [first + name, tensor] as const),
      ...[...other].map(([name, tensor]) => [second + name, tensor] as const),
    ]);

  it.each([
    ['model.', 'model_ema.'],
    ['student.', 'teacher.'],
    ['module.encoder_q.', 'module.encoder_k.'],
    ['', 'ema.'],
    ['', 'module.'],
  ])('under "%s" and "%s" have to be told apart by whoever imports it', async (first, second) => {
    const file = written('a.safetensors', encodeSafetensors({ tensors: both(first, second), metadata: {} }));
    const error = await refusalOf(importFile(file));
    expect(error).toBeInstanceOf(WeightsRefusal);
    expect(error.message).toMatch(/holds 2 complete networks/);
    expect((error as WeightsRefusal).report.networks).toEqual([first, second]);
    for (const [prefix, wanted] of [
      [first, state],
      [second, other],
    ] as const) {
      const { bytes, report } = await importFile(file, prefix);
      expect([...decodeWeightsFile(bytes).model]).toEqual([...wanted]);
      expect(report.networks).toEqual([]);
    }
    expect((await refusalOf(importFile(file, 'none.'))).message).toMatch(/no complete network .* under "none\."/);
  });

  it('of a checkpoint of PyTorch lie under different keys; two views of the same bytes are one', async () => {
    const two = torch.write(shapes, { file: 'two.pth', container: 'zip', wrap: 'ema' });
    expect((await refusalOf(importFile(two))).message).toMatch(/"state_dict\." or "state_dict_ema\."/);
    expect((await importFile(two, 'state_dict_ema.')).report.prefix).toBe('state_dict_ema.');
    const tied = torch.write(shapes, { file: 'tied.pth', container: 'zip', wrap: 'tied' });
    expect((await importFile(tied)).report.networks).toEqual([]);
  });
});
