import { binding } from './startEngine';
import { Tensor } from './tensor';

/** Ids made inside a scope (freed at its end) and ids told to outlive it. */
type Frame = { created: Set<number>; kept: Set<number> };

const frames: Frame[] = [];
const alive = new Set<number>();

/**
 * Run `body` and free every tensor made inside, except those it returns (alone, or inside arrays and plain objects), which then
 * belong to the enclosing scope, and those passed to `keep`. Where `body` throws, everything made inside is freed, kept or not.
 * Synchronous only.
 */
export function scope<Result>(body: () => Result): Result {
  const frame: Frame = { created: new Set(), kept: new Set() };
  frames.push(frame);
  let result: Result;
  try {
    result = body();
    if (result instanceof Promise) throw new Error('a scope cannot await: its tensors would be freed too early');
  } catch (error) {
    frames.pop();
    for (const id of [...frame.created, ...frame.kept]) free(id);
    throw error;
  }
  frames.pop();
  const returned = new Set<number>();
  collectTensors(result, returned);
  const parent = frames.at(-1);
  for (const id of frame.created) {
    if (returned.has(id)) parent?.created.add(id);
    else free(id);
  }
  for (const id of frame.kept) parent?.kept.add(id);
  return result;
}

/** Let a tensor outlive all scopes: from now on only `dispose` frees it (or an error in a scope that is open now). */
export function keep(tensor: Tensor): Tensor {
  const frame = frames.at(-1);
  if (frame?.created.delete(tensor.id)) frame.kept.add(tensor.id);
  else for (const outer of frames) if (outer.created.delete(tensor.id)) outer.kept.add(tensor.id);
  return tensor;
}

/** Take a tensor out of all scopes for good: not even an error in one that is open now frees it. */
export function detach(tensor: Tensor): Tensor {
  for (const frame of frames) {
    frame.created.delete(tensor.id);
    frame.kept.delete(tensor.id);
  }
  return tensor;
}

/** Run `body` as if no scope were open: what it makes survives even an error in the scopes around it. */
export function outsideScopes<Result>(body: () => Result): Result {
  const open = frames.splice(0);
  try {
    return body();
  } finally {
    frames.push(...open);
  }
}

/** Free tensors now. Freeing twice is allowed: ids are never used again. */
export function dispose(...tensors: (Tensor | undefined)[]): void {
  for (const tensor of tensors) {
    if (!tensor || !alive.has(tensor.id)) continue;
    free(tensor.id);
    for (let k = frames.length - 1; k >= 0; k--) {
      const frame = frames[k];
      if (frame?.created.delete(tensor.id) || frame?.kept.delete(tensor.id)) break;
    }
  }
}

/** Enter a fresh tensor into the innermost scope; outside of all scopes it lives until `dispose`. */
export function track(tensor: Tensor): Tensor {
  alive.add(tensor.id);
  frames.at(-1)?.created.add(tensor.id);
  return tensor;
}

/** Number of tensors the native library holds, the engine's cached constants included: flat over steps, or something leaks. */
export function liveTensors(): number {
  return binding().getNumOfTensors();
}

function free(id: number): void {
  if (alive.delete(id)) binding().deleteTensor(id);
}

function collectTensors(value: unknown, into: Set<number>): void {
  if (value instanceof Tensor) into.add(value.id);
  else if (Array.isArray(value)) for (const item of value) collectTensors(item, into);
  else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) collectTensors(item, into);
  }
}
