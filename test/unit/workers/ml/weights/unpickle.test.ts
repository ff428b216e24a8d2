import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/domain/errors';
import { pickleBytes as p } from '@/test/support/pickleBytes';
import { testRandom } from '@/test/support/random';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import type { ByteSource } from '@/workers/ml/weights/byteSource';
import { PickleDict, PickleList, PickleTuple, type PickleValue } from '@/workers/ml/weights/pickleValues';
import { storageOfId } from '@/workers/ml/weights/storageOfId';
import { unpickle } from '@/workers/ml/weights/unpickle';

const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => {
    if (offset + length > bytes.length) throw new Error('read beyond the end');
    return Uint8Array.from(bytes.subarray(offset, offset + length));
  },
});
const load = (bytes: Uint8Array): PickleValue =>
  unpickle(sourceOf(bytes), { start: 0, end: bytes.length, persistentLoad: storageOfId }).value;
const python = (code: string): Uint8Array =>
  execFileSync('python3', ['-c', `import pickle, sys, collections, argparse, os, builtins\n${code}`]);
const dumps = (expression: string, protocol: number) =>
  python(`sys.stdout.buffer.write(pickle.dumps(${expression}, ${protocol}))`);
const refusal = (run: () => unknown): AppError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

/** As Python would print it in JSON; tuples as lists. */
const plain = (value: PickleValue): unknown => {
  if (value instanceof PickleList || value instanceof PickleTuple) return value.items.map(plain);
  if (value instanceof PickleDict) return Object.fromEntries([...value.entries].map(([k, v]) => [String(k), plain(v)]));
  return typeof value === 'bigint' ? String(value) : value;
};

describe('a pickle', () => {
  const content = String.raw`{'none': None, 'yes': True, 'no': False, 'small': 7, 'two bytes': 300, 'negative': -70000,
    'long': 2 ** 40, 'longer': -(2 ** 80), 'float': -1.5e-9, 'big': 1e300, 'text': 'größer, 漢字 \n \\ "', 'empty': '', 'long text': 'x' * 300,
    'list': [1, [2, []]], 'tuples': ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)), 'nested': {'a': {'b': [None]}}, '__proto__': 'a key',
    'ordered': collections.OrderedDict([('z', 1), ('a', 2)]), 'counter': collections.Counter('aab')}`;
  const expected = {
    none: null,
    yes: true,
    no: false,
    small: 7,
    'two bytes': 300,
    negative: -70000,
    long: 2 ** 40,
    longer: String(-(2n ** 80n)),
    float: -1.5e-9,
    big: 1e300,
    text: 'größer, 漢字 \n \\ "',
    empty: '',
    'long text': 'x'.repeat(300),
    list: [1, [2, []]],
    tuples: [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]],
    nested: { a: { b: [null] } },
    ordered: { z: 1, a: 2 },
    counter: { a: 2, b: 1 },
  };
  it.each([0, 1, 2, 3, 4, 5])('of protocol %i gives the values that Python wrote', (protocol) => {
    const value = load(dumps(content, protocol)) as PickleDict;
    expect(value.entries.get('__proto__')).toBe('a key');
    value.entries.delete('__proto__');
    expect(plain(value)).toEqual(expected);
  });

  it('that refers to itself is read without going round', () => {
    const value = load(python(`x = []; x.append({'x': x}); sys.stdout.buffer.write(pickle.dumps(x, 2))`)) as PickleList;
    expect((value.items[0] as PickleDict).entries.get('x')).toBe(value);
  });

  it('with options, sets and dates holds them as objects nobody looks at', () => {
    const value = load(
      dumps(`[argparse.Namespace(lr=.1, name='x'), {1, 2}, frozenset([3]), collections.deque([1]), b'raw']`, 2),
    );
    expect(
      (value as PickleList).items.map((item) => (typeof item === 'object' ? item?.constructor.name : item)),
    ).toEqual([...Array.from({ length: 4 }, () => 'PickleOpaque'), 'raw']);
  });
});

describe('a pickle that wants to run code', () => {
  const marker = () => path.join(temporaryFolder(), 'was-run');
  const reduce = (call: string) => `type('Bad', (), {'__reduce__': lambda self: ${call}})()`;

  it.each([0, 1, 2, 3, 4, 5])(
    'through os.system under protocol %i is refused by name, and nothing runs',
    (protocol) => {
      const file = marker();
      const bytes = dumps(`{'state_dict': ${reduce(`(os.system, ('touch ${file}',))`)}}`, protocol);
      expect(refusal(() => load(bytes))).toMatchObject({ code: 'checkpoint_invalid' });
      expect(refusal(() => load(bytes)).message).toMatch(/"(posix|os)\.system"/);
      expect(existsSync(file)).toBe(false);
    },
  );

  it.each([
    ['eval', '(builtins.eval, ("1",))', /builtin.*\.eval"/],
    ['exec', '(builtins.exec, ("1",))', /builtin.*\.exec"/],
    ['getattr', '(builtins.getattr, ([], "append"))', /builtin.*\.getattr"/],
    ['import', '(builtins.__import__, ("os",))', /builtin.*\.__import__"/],
    ['subprocess', '(__import__("subprocess").Popen, (["ls"],))', /subprocess\.Popen/],
    ['code', '(__import__("marshal").loads, (b"",))', /marshal\.loads/],
  ])('through %s is refused by name', (_, call, name) => {
    expect(refusal(() => load(dumps(reduce(call), 4))).message).toMatch(name);
  });

  it('through a name that was put together on the stack is refused by that name', () => {
    const name = (text: string) => Buffer.concat([Uint8Array.of(0x8c, text.length), Buffer.from(text)]);
    const bytes = p.join(
      Uint8Array.of(0x80, 4),
      name('torch.serialization'),
      name('os.system'),
      Uint8Array.of(0x93),
      p.stop,
    );
    expect(refusal(() => load(bytes)).message).toMatch(/"torch\.serialization\.os\.system"/);
    const numbers = p.join(p.start, p.int(1), p.int(2), Uint8Array.of(0x93), p.stop);
    expect(refusal(() => load(numbers)).message).toMatch(/a name that is no text/);
  });

  it.each([
    ['__proto__', '__proto__'],
    ['torch', '__proto__'],
    ['toString', ''],
  ])('through the JavaScript name %s.%s is refused', (module, name) => {
    expect(refusal(() => load(p.join(p.start, p.global(module, name), p.stop))).code).toBe('checkpoint_invalid');
  });

  it('by calling what is only a name, a text or a list is refused', () => {
    const empty = Uint8Array.of(0x29);
    for (const target of [
      p.global('torch', 'float32'),
      p.text('os.system'),
      p.list,
      p.global('torch', 'FloatStorage'),
    ]) {
      refusal(() => load(p.join(p.start, target, empty, p.reduce, p.stop)));
    }
  });

  it('through extension codes, textual ids or buffers from outside is refused', () => {
    for (const code of [0x82, 0x83, 0x84, 0x50, 0x97, 0x98]) {
      const bytes = p.join(p.start, Uint8Array.of(code, 1, 0, 0, 0, 0x0a), p.stop);
      expect(refusal(() => load(bytes)).message).toMatch(/instruction 0x/);
    }
  });
});

describe('a pickle that wants to exhaust the machine', () => {
  const repeat = (count: number, ...unit: Uint8Array[]) =>
    Buffer.concat(Array.from({ length: count }, () => p.join(...unit)));

  it.each<[string, () => Uint8Array, RegExp]>([
    ['a text of 2^62 bytes', () => p.join(p.start, Uint8Array.of(0x8d, 0, 0, 0, 0, 0, 0, 0, 0x40), p.stop), /cut off/],
    ['bytes of 4 GiB', () => p.join(p.start, Uint8Array.of(0x42, 255, 255, 255, 255), p.stop), /cut off/],
    ['a number of 2^31 bytes', () => p.join(p.start, Uint8Array.of(0x8b, 255, 255, 255, 127), p.stop), /cut off/],
    [
      'a number of 100,000 digits',
      () => p.join(Buffer.from(`L${'9'.repeat(100_000)}L\n`), p.stop),
      /line without an end/,
    ],
    ['a hundred thousand marks', () => p.join(p.start, repeat(100_000, p.mark), p.stop), /more objects than any/],
    ['ten million empty lists', () => p.join(p.start, Buffer.alloc(10_000_000, ']'), p.stop), /more objects than any/],
    [
      'a memo of ten million',
      () => p.join(p.start, p.none, Buffer.alloc(10_000_000, 0x94), p.stop),
      /more objects than any/,
    ],
    ['a dictionary that is copied again and again', copies, /more objects than any/],
  ])('with %s is refused', (_, make, reason) => {
    expect(refusal(() => load(make())).message).toMatch(reason);
  });

  it('with half a million lists in each other is read, for it is never walked by recursion', () => {
    const depth = 500_000;
    const bytes = p.join(p.start, Buffer.alloc(depth, ']'), Buffer.alloc(depth - 1, 'a'), p.stop);
    let value = load(bytes);
    for (let k = 1; k < depth; k++) value = (value as PickleList).items[0]!;
    expect((value as PickleList).items).toHaveLength(0);
  });

  function copies(): Uint8Array {
    const entries = Array.from({ length: 1000 }, (_, k) => p.join(p.int(k), p.none));
    const memo = Uint8Array.of(0x71, 1);
    const copy = p.join(
      p.global('collections', 'OrderedDict'),
      Uint8Array.of(0x68, 1, 0x85),
      p.reduce,
      Uint8Array.of(0x30),
    );
    return p.join(p.start, p.dict, p.mark, ...entries, p.setItems, memo, repeat(20_000, copy), p.stop);
  }
});

describe('a damaged pickle', () => {
  const sound = dumps(
    `{'state_dict': collections.OrderedDict(a=[1, 2.5, 'x' * 70, (None, True)]), 'n': -(2 ** 90)}`,
    2,
  );

  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < sound.length; length++) {
      expect(refusal(() => load(sound.subarray(0, length))).code).toBe('checkpoint_invalid');
    }
  });

  it('gives data or a refusal whatever bytes are in it, and nothing else', () => {
    const random = testRandom(7);
    let refused = 0;
    for (let k = 0; k < 5000; k++) {
      const bytes = Uint8Array.from(sound);
      for (let n = 0; n < 3; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      try {
        load(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
