import type { AttemptEnd } from '@/server/tasks/endAttempt';
import type { EndMessage } from '@/workers/report/messages';

/** Why the supervisor told the process of a task to stop. */
export type StopReason = 'cancel' | 'preempt' | 'fenced';
export type ChildExit = { code: number | null; signal: string | null; error: Error | null };

/**
 * How an attempt ended, from what its process said last, how it went, and what it had been told. A process that was killed is lost: the
 * task goes on where it stopped. One that ended by itself without a word has a fault that would come back, and so has one that
 * died for want of memory.
 */
export function endOfExit({
  exit,
  said,
  stopping,
  outOfMemory = null,
  stoodStill = null,
}: {
  exit: ChildExit;
  said: EndMessage['end'] | null;
  stopping: StopReason | null;
  /** What to say where the process died because memory had run out; null where it did not. */
  outOfMemory?: string | null;
  /** What to say where it was ended because it stood still; null where it was not. */
  stoodStill?: string | null;
}): AttemptEnd | 'fenced' {
  if (stopping === 'fenced' || said?.outcome === 'FENCED') return 'fenced';
  if (said) return said;
  if (stopping === 'cancel') return { outcome: 'CANCELLED' };
  if (stopping === 'preempt') return { outcome: 'PREEMPTED', message: 'the worker made room.' };
  if (stoodStill !== null) return { outcome: 'LOST', message: stoodStill };
  if (outOfMemory !== null) return { outcome: 'FAILED', code: 'out_of_memory', message: outOfMemory };
  const { code, signal, error } = exit;
  if (error) return internal(`The process could not be started (${error.message}).`);
  if (signal === 'SIGINT' || signal === 'SIGTERM') {
    return { outcome: 'PREEMPTED', message: `the process was told to end (${signal}).` };
  }
  if (signal !== null || code === null || code > 128) {
    const how = signal ?? `exit code ${code}`;
    return { outcome: 'LOST', message: `The process was killed (${how}).` };
  }
  return internal(`The process ended with exit code ${code} without saying why.`);
}

function internal(message: string): AttemptEnd {
  return { outcome: 'FAILED', code: 'internal', message: `${message} The log has its last words.` };
}
