import type { RunStatus } from '@/domain/runStatus';
import type { SeedState, TableEvaluation, TableRun } from './table2';

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

/** Where one seed of a cell stands: a score counts from the moment it is there, whatever else its run still does. */
export function seedState(run: TableRun | null, evaluation: TableEvaluation | null): SeedState {
  if (evaluation) return 'done';
  if (!run) return 'missing';
  if (run.status === 'BLOCKED' && (run.statusCode === 'base_failed' || run.statusCode === 'base_damaged'))
    return 'base_failed';
  return states[run.status];
}
