import type { Attribute } from '@/workers/ml/engine/nativeBinding';
import type { Tensor } from '@/workers/ml/engine/tensor';

/** What stands between the engine's functions and the native library while a program is traced or replayed. */
export type ProgramSession = {
  execute(op: string, inputs: readonly Tensor[], attributes: Attribute[], outputs: number): Tensor[];
  /** A tensor is not needed any more by those who made it. */
  release(tensor: Tensor): void;
  /** Everything asked for so far is to be there now: a value is about to be read. */
  runNow(): void;
};

let current: ProgramSession | undefined;

/** The program at work; undefined: ops run one by one. */
export function currentProgram(): ProgramSession | undefined {
  return current;
}

/** Run `body` with another program at work, or none. */
export function withProgram<Result>(program: ProgramSession | undefined, body: () => Result): Result {
  const before = current;
  current = program;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** Run `body` as if no program were at work: what it computes is there at once and becomes no part of any. */
export const outsidePrograms = <Result>(body: () => Result): Result => withProgram(undefined, body);
