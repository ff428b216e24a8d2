import type { AttemptEnd } from '@/server/runs/endAttempt';

/** Supervisor to run process: stop without a result, or write a checkpoint and stop. */
export type StopMessage = { type: 'stop'; reason: 'cancel' | 'preempt' };

/** A process to its supervisor, every few seconds: how many pieces of work it has finished so far (workers/ml/lifeSigns.ts). */
export type AliveMessage = { type: 'alive'; signs: number };

/** Run process to supervisor, its last word; `fenced`: another attempt has the run, nothing is to be written. */
export type EndMessage = { type: 'ended'; end: AttemptEnd | { outcome: 'FENCED' } };
