/** Pickles written by hand, instruction by instruction, for what no honest program writes. */
export const pickleBytes = {
  start: bytes(0x80, 2),
  stop: bytes('.'),
  mark: bytes('('),
  tuple: bytes('t'),
  reduce: bytes('R'),
  list: bytes(']'),
  dict: bytes('}'),
  setItems: bytes('u'),
  persistentId: bytes('Q'),
  none: bytes('N'),
  global: (module: string, name: string) => bytes(`c${module}\n${name}\n`),
  text: (text: string) => bytes('X', ...u32(Buffer.byteLength(text)), ...Buffer.from(text)),
  int: (value: number) => bytes('J', ...u32(value)),
  /** LONG1, up to 2^63. */
  long: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return bytes(0x8a, 8, ...buffer);
  },
  join: (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts)),
};

/** The pickle of {'conv1.weight': a view of a storage} with the numbers given as they are. */
export function tensorPickle({
  numel,
  offset = 0n,
  shape,
  strides,
  key = '0',
  rebuild = ['torch._utils', '_rebuild_tensor_v2'],
}: {
  numel: bigint;
  offset?: bigint;
  shape: bigint[];
  strides: bigint[];
  key?: string;
  rebuild?: [string, string];
}): Uint8Array {
  const { mark, tuple, text, long, global } = pickleBytes;
  const numbers = (values: bigint[]) => [mark, ...values.map(long), tuple];
  return pickleBytes.join(
    ...[pickleBytes.start, pickleBytes.dict, mark, text('conv1.weight'), global(...rebuild), mark],
    ...[mark, text('storage'), global('torch', 'FloatStorage'), text(key), text('cpu'), long(numel), tuple],
    ...[pickleBytes.persistentId, long(offset), ...numbers(shape), ...numbers(strides), bytes(0x89), pickleBytes.dict],
    ...[tuple, pickleBytes.reduce, pickleBytes.setItems, pickleBytes.stop],
  );
}

function bytes(...parts: (number | string)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [part])),
  );
}

function u32(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
}
