import type { ErrorCode } from '@/domain/errors';

/** Ends that nobody planned for; `memory` takes memory until the kernel ends it, 512 MiB at most; `heap` fills the heap of Node.js. */
/** `pipe`: reads from a file named `pipe` that nobody writes to; `long`: computes for five seconds without a word. */
type Fault = { step: number; kind: 'pipe' | 'long' | 'crash' | 'bug' | 'no_space' | 'memory' | 'heap' };

/** What test/support/countingExecutor.ts does. */
export type CountingPlan = {
  steps: number;
  stepMs: number;
  checkpointEvery: number;
  /** Size of a checkpoint. */
  checkpointBytes: number;
  /** Fails before this step, until a file `mended` lies in the folder of the data set. */
  failure: { step: number; kind: 'reason'; code: ErrorCode; message: string } | Fault | null;
};

export const quickPlan: CountingPlan = {
  steps: 40,
  stepMs: 25,
  checkpointEvery: 10,
  checkpointBytes: 200,
  failure: null,
};
