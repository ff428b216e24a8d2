import { z } from 'zod';
import { idTable } from './idTable';

/** Life of a task; of a run: that of its training. LOST and PREEMPTED are outcomes of an attempt; the task itself goes back to QUEUED. */
export const {
  table: runStatuses,
  ids: runStatusIds,
  schema: runStatusSchema,
} = idTable({
  BLOCKED: { label: 'waiting for base', active: true, final: false },
  QUEUED: { label: 'queued', active: true, final: false },
  CLAIMED: { label: 'starting', active: true, final: false },
  RUNNING: { label: 'running', active: true, final: false },
  SUCCEEDED: { label: 'finished', active: false, final: true },
  FAILED: { label: 'failed', active: false, final: true },
  CANCELLED: { label: 'cancelled', active: false, final: true },
} as const satisfies Record<string, { label: string; active: boolean; final: boolean }>);
export type RunStatus = keyof typeof runStatuses;

/** Of what waits or is at work. */
export const openStatuses: RunStatus[] = runStatusIds.filter((status) => runStatuses[status].active);

export const attemptOutcomes = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST', 'PREEMPTED'] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** What a running run is doing now; shown beside % and ETA. */
export const runPhaseSchema = z.enum(['starting', 'preparing_data', 'training', 'evaluating', 'saving']);
export type RunPhase = z.infer<typeof runPhaseSchema>;
