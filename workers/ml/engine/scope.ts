import { currentProgram } from './programs/currentProgram';
import { binding } from './startEngine';
import { pending, Tensor } from './tensor';

/** Tensors made inside a scope (freed at its end) and tensors told to outlive it. */
type Frame = { created: Set<Tensor>; kept: Set<Tensor> };

const frames: Frame[] = [];
const alive = new Set<Tensor>();

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
    for (const tensor of [...frame.created, ...frame.kept]) free(tensor);
    throw error;
  }
  frames.pop();
  const returned = new Set<Tensor>();
  collectTensors(result, returned);
  const parent = frames.at(-1);
  for (const tensor of frame.created) {
    if (returned.has(tensor)) parent?.created.add(tensor);
    else free(tensor);
  }
  for (const tensor of frame.kept) parent?.kept.add(tensor);
  return result;
}

/** Let a tensor outlive all scopes: from now on only `dispose` frees it (or an error in a scope that is open now). */
export function keep(tensor: Tensor): Tensor {
  const frame = frames.at(-1);
  if (frame?.created.delete(tensor)) frame.kept.add(tensor);
  else for (const outer of frames) if (outer.created.delete(tensor)) outer.kept.add(tensor);
  return tensor;
}

/** Take a tensor out of all scopes for good: not even an error in one that is open now frees it. */
export function detach(tensor: Tensor): Tensor {
  for (const frame of frames) {
    frame.created.delete(tensor);
    frame.kept.delete(tensor);
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

/** Free tensors now. Freeing twice is allowed. */
export function dispose(...tensors: (Tensor | undefined)[]): void {
  for (const tensor of tensors) {
    if (!tensor || !alive.has(tensor)) continue;
    free(tensor);
    for (let k = frames.length - 1; k >= 0; k--) {
      const frame = frames[k];
      if (frame?.created.delete(tensor) || frame?.kept.delete(tensor)) break;
    }
  }
}

/** Enter a fresh tensor into the innermost scope; outside of all scopes it lives until `dispose`. */
export function track(tensor: Tensor): Tensor {
  alive.add(tensor);
  frames.at(-1)?.created.add(tensor);
  return tensor;
}

/** Number of tensors the native library holds, the engine's cached constants included: flat over steps, or something leaks. */
export function liveTensors(): number {
  return binding().getNumOfTensors();
}

/** Whether a tensor has not been freed. */
export function isAlive(tensor: Tensor): boolean {
  return alive.has(tensor);
}

/** Let the native library free an array; a program may still need it and does that later. */
export function freeNow({ id }: Tensor): void {
  if (id !== pending) binding().deleteTensor(id);
}

function free(tensor: Tensor): void {
  if (!alive.delete(tensor)) return;
  const program = currentProgram();
  if (program) program.release(tensor);
  else freeNow(tensor);
}

function collectTensors(value: unknown, into: Set<Tensor>): void {
  if (value instanceof Tensor) into.add(value);
  else if (Array.isArray(value)) for (const item of value) collectTensors(item, into);
  else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) collectTensors(item, into);
  }
}
