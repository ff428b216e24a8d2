import type { JobEnd } from '@/server/jobs/finishJob';
import type { JobEndMessage } from '@/workers/jobs/jobMessages';
import type { ChildExit, StopReason } from './endOfExit';

/**
 * How an attempt at a job ended, from what its process said last, how it went, and what it had been told. A process that was killed is
 * lost: the job goes on where it stopped. One that ended by itself without a word has a fault that would come back.
 */
export function endOfJobExit({
  exit,
  said,
  stopping,
  stoodStill = null,
}: {
  exit: ChildExit;
  said: JobEndMessage['end'] | null;
  stopping: StopReason | null;
  /** What to say where it was ended because it stood still; null where it was not. */
  stoodStill?: string | null;
}): JobEnd | 'fenced' {
  if (stopping === 'fenced' || said?.outcome === 'FENCED') return 'fenced';
  if (said) return said;
  if (stopping === 'cancel') return { outcome: 'CANCELLED' };
  if (stoodStill !== null) return { outcome: 'LOST', message: stoodStill };
  const { code, signal, error } = exit;
  if (stopping === 'preempt' || signal === 'SIGINT' || signal === 'SIGTERM') return { outcome: 'PREEMPTED' };
  if (error) return internal(`The process of the job could not be started (${error.message}).`);
  if (signal !== null || code === null || code > 128) {
    const hint = signal === 'SIGKILL' || code === 137 ? '; out of memory is the usual reason' : '';
    return { outcome: 'LOST', message: `The process of the job was killed (${signal ?? `exit code ${code}`}${hint}).` };
  }
  return internal(`The process of the job ended with exit code ${code} without saying why.`);
}

function internal(message: string): JobEnd {
  return { outcome: 'FAILED', code: 'internal', message: `${message} The log of the worker has its last words.` };
}
