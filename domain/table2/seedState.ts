import type { RunStatus } from '@/domain/runStatus';
import type { VariantId } from '@/domain/variants';
import type { SeedState, TableEvaluation, TableRun, TableWork } from './table2';

const states: Record<RunStatus, SeedState> = {
  BLOCKED: 'waiting',
  QUEUED: 'queued',
  CLAIMED: 'starting',
  RUNNING: 'running',
  // Trained, but this row was never asked of it.
  SUCCEEDED: 'missing',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** What a row waits for: the training of the run, or the evaluation that was asked of the finished run. */
export function workBehind(run: TableRun, variant: VariantId): TableWork {
  if (run.status !== 'SUCCEEDED') return run;
  return run.later?.find(({ variants }) => variants.includes(variant)) ?? run;
}

/** Where one seed of a cell stands: a score counts from the moment it is there, whatever else its run still does. */
export function seedState(run: TableRun | null, evaluation: TableEvaluation | null, variant: VariantId): SeedState {
  if (evaluation) return 'done';
  if (!run) return 'missing';
  const { status, statusCode } = workBehind(run, variant);
  if (status === 'BLOCKED' && (statusCode === 'base_failed' || statusCode === 'base_damaged')) return 'base_failed';
  return states[status];
}
