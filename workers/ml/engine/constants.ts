import { dispose, outsideScopes } from './scope';
import type { Tensor } from './tensor';
import { createTensor } from './transfer';

const cache = new Map<string, Tensor>();

/** An int32 tensor (a shape, an axis, a permutation) that is made once and lives on; never dispose it. */
export function intConstant(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return cached(`int ${shape.join()}: ${values.join()}`, () => createTensor(Int32Array.from(values), shape));
}

/** A float32 scalar that is made once and lives on; for numbers from a small set only. */
export function floatConstant(value: number): Tensor {
  return cached(`float ${value}`, () => createTensor(Float32Array.of(value), []));
}

/** Free all cached constants; they come back when asked for. */
export function disposeConstants(): void {
  dispose(...cache.values());
  cache.clear();
}

function cached(key: string, make: () => Tensor): Tensor {
  const known = cache.get(key);
  if (known) return known;
  const tensor = outsideScopes(make);
  cache.set(key, tensor);
  return tensor;
}
