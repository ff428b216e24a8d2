import { inflationOf } from './inflateKernel';
import type { WeightArray } from './weightsSource';

/** A network that is in the file with all arrays of the backbone: the text before their names, and those arrays. */
export type CompleteNetwork = { prefix: string; arrays: WeightArray[] };

/** Buffers of optimizers have the names and shapes of the network too. */
const optimizer = /momentum|velocity|optim|exp_avg|gradient|\bgrads?\b/i;
const mostCandidates = 200;

/**
 * The complete networks of a file; two that are views of the same bytes count once.
 * @param arrays of the whole file
 * @param shapes of the backbone; its head may be another one
 */
export function completeNetworks(
  arrays: readonly WeightArray[],
  shapes: ReadonlyMap<string, readonly number[]>,
): CompleteNetwork[] {
  const needed = [...shapes].filter(([name]) => !name.startsWith('fc.'));
  const [stem = ''] = needed[0] ?? [];
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const prefixes = arrays.flatMap(({ name }) =>
    (name === stem || name.endsWith(`.${stem}`)) && !optimizer.test(name) ? [name.slice(0, -stem.length)] : [],
  );
  const places = new Set<string>();
  const complete = prefixes.slice(0, mostCandidates).filter((prefix) => {
    const isComplete = needed.every(([name, shape]) => matches(byName.get(prefix + name)?.shape, shape));
    const place = needed.map(([name]) => byName.get(prefix + name)?.place ?? '').join(' ');
    if (!isComplete || places.has(place)) return false;
    places.add(place);
    return true;
  });
  return complete.map((prefix) => {
    const inner = complete.filter((other) => other !== prefix && other.startsWith(prefix));
    const isOwn = (name: string) => name.startsWith(prefix) && !inner.some((other) => name.startsWith(other));
    return { prefix, arrays: arrays.filter(({ name }) => isOwn(name)) };
  });
}

function matches(found: readonly number[] | undefined, wanted: readonly number[]): boolean {
  if (!found) return false;
  if (found.length === wanted.length) return found.every((size, axis) => size === wanted[axis]);
  return inflationOf(found, wanted) !== null;
}
