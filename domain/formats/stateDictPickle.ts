export type PickledArray = { name: string; shape: readonly number[]; dtype: 'float32' | 'int64' };

const storageTypes = { float32: 'FloatStorage', int64: 'LongStorage' } as const;

/**
 * The pickle (protocol 2) of an OrderedDict of tensors as torch.save writes it; array k lies in the storage with the key k. It uses four
 * names, all of which `torch.load(weights_only=True)` allows.
 */
export function stateDictPickle(arrays: readonly PickledArray[]): Uint8Array {
  const bytes: number[] = [0x80, 2, ...orderedDict(), code('(')];
  for (const [key, { name, shape, dtype }] of arrays.entries()) {
    const elements = shape.reduce((product, n) => product * n, 1);
    bytes.push(...text(name), ...global('torch._utils', '_rebuild_tensor_v2'), code('('));
    bytes.push(code('('), ...text('storage'), ...global('torch', storageTypes[dtype]), ...text(String(key)));
    bytes.push(...text('cpu'), ...integer(elements), code('t'), code('Q'));
    // Offset, size, stride, requires_grad, backward hooks.
    bytes.push(...integer(0), ...tuple(shape), ...tuple(rowMajorStrides(shape)), 0x89, ...orderedDict());
    bytes.push(code('t'), code('R'));
  }
  bytes.push(code('u'), code('.'));
  return Uint8Array.from(bytes);
}

function rowMajorStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}

function orderedDict(): number[] {
  return [...global('collections', 'OrderedDict'), code(')'), code('R')];
}

function global(module: string, name: string): number[] {
  return [code('c'), ...ascii(`${module}\n${name}\n`)];
}

function tuple(values: readonly number[]): number[] {
  return [code('('), ...values.flatMap(integer), code('t')];
}

/** BININT: 32 bits with sign; a storage of our networks has far fewer elements. */
function integer(value: number): number[] {
  return [code('J'), value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff];
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [code('X'), ...integer(bytes.length).slice(1), ...bytes];
}

function ascii(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
