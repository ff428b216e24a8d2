import type { AttemptEnd } from '@/server/tasks/endAttempt';

/** Supervisor to the process of a task: stop without a result, or make room (a training writes a checkpoint) and stop. */
export type StopMessage = { type: 'stop'; reason: 'cancel' | 'preempt' };

/** A process to its supervisor, every few seconds: how many pieces of work it has finished so far (workers/ml/lifeSigns.ts). */
export type AliveMessage = { type: 'alive'; signs: number };

/** The process of a task to its supervisor, its last word; `FENCED`: another attempt has the task, nothing is to be written. */
export type EndMessage = { type: 'ended'; end: AttemptEnd | { outcome: 'FENCED' } };
