import type { WeightsReport } from '@/domain/weightsReport';
import { isFloatDtype } from './floatDecoders';
import { quoted, weightsError } from './weightsError';
import type { WeightArray } from './weightsSource';

/** Wrappers of PyVideoResearch and DataParallel; they may stand anywhere in a name. */
const wrappers = new Set(['module', 'mA', 'basenet', 'encoder']);

export type NamedArrays = {
  /** By their names in the network. */
  named: Map<string, WeightArray>;
  /** Arrays without a place in the network. */
  ignored: WeightsReport['ignored'];
  /** Arrays that the network needs, but of a type that is not read; by their names in the network. */
  unreadable: Map<string, WeightArray>;
  /** What stands before every name in the file. */
  prefix: string;
};

/**
 * Give the arrays of a file the names they have in the network: wrappers are taken out of the names, then the prefix under which most
 * arrays of the network are found.
 * @throws AppError('checkpoint_invalid') where two arrays would have the same name
 */
export function nameInNetwork(
  arrays: readonly WeightArray[],
  shapes: ReadonlyMap<string, readonly number[]>,
): NamedArrays {
  const unwrapped = arrays.map((array) => ({ array, name: unwrap(array.name) }));
  const prefix = bestPrefix(unwrapped, shapes);
  const named = new Map<string, WeightArray>();
  const ignored: WeightsReport['ignored'] = [];
  const unreadable = new Map<string, WeightArray>();
  let before: string | null = null;
  for (const { array, name } of unwrapped) {
    const inner = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    const reason = shapes.has(inner) ? typeReason(array) : strangerReason(inner, name, array);
    if (reason) {
      if (shapes.has(inner)) unreadable.set(inner, array);
      ignored.push({ name: array.name, reason });
      continue;
    }
    const other = named.get(inner);
    if (other) {
      throw weightsError(
        `${quoted(other.name)} and ${quoted(array.name)} are both ${quoted(inner)} of the network`,
        'Save the state dict of one network alone and import that',
      );
    }
    named.set(inner, array);
    before ??= array.name.endsWith(inner) ? array.name.slice(0, -inner.length) : '';
  }
  return { named, ignored, unreadable, prefix: before ?? '' };
}

function unwrap(name: string): string {
  return name
    .split('.')
    .filter((part) => !wrappers.has(part))
    .join('.');
}

/** The shortest of the prefixes under which the most names of the network stand. */
function bestPrefix(arrays: readonly { name: string }[], shapes: ReadonlyMap<string, readonly number[]>): string {
  const [stem = ''] = shapes.keys();
  const names = new Set(arrays.map(({ name }) => name));
  let best = { prefix: '', count: [...shapes.keys()].filter((name) => names.has(name)).length };
  const candidates = [...names].filter((name) => name.endsWith(`.${stem}`)).map((name) => name.slice(0, -stem.length));
  for (const prefix of candidates.slice(0, mostPrefixes)) {
    const count = [...shapes.keys()].filter((name) => names.has(prefix + name)).length;
    if (count > best.count) best = { prefix, count };
  }
  return best.prefix;
}
const mostPrefixes = 1000;

/** Types without fractions hold counters; where the network wants weights, they count as missing. */
function typeReason({ dtype }: WeightArray): string | null {
  if (isFloatDtype(dtype)) return null;
  return dtype.startsWith('object') ? `an ${dtype}` : `an array of type ${dtype}`;
}

function strangerReason(inner: string, name: string, array: WeightArray): string {
  if (name.endsWith('.num_batches_tracked')) return 'a counter of PyTorch';
  if (/^(momentum|optimizer)\./.test(name)) return 'a momentum buffer';
  const type = typeReason(array);
  if (type !== null) return `nothing in the backbone needs it (${type})`;
  return inner === '' ? 'it lies outside of the network' : 'the backbone has no array of this name';
}
