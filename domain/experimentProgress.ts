import type { RunStatus } from './runStatus';

/** A run as its experiment's progress sees it; `cost` in any unit, `progress` 0..1. */
export type CostedRun = { status: RunStatus; progress: number; cost: number };

export type ExperimentProgress = {
  /** Share of all work that is done, 0..1; failed and cancelled runs count as what they did. */
  progress: number;
  runs: Record<RunStatus, number>;
  total: number;
};

/** How far an experiment is: its runs weighted by what they cost, since Base takes half of the time. */
export function experimentProgress(runs: CostedRun[]): ExperimentProgress {
  const counts: Record<RunStatus, number> = {
    BLOCKED: 0,
    QUEUED: 0,
    CLAIMED: 0,
    RUNNING: 0,
    SUCCEEDED: 0,
    FAILED: 0,
    CANCELLED: 0,
  };
  let done = 0;
  let all = 0;
  for (const { status, progress, cost } of runs) {
    counts[status] += 1;
    done += cost * (status === 'SUCCEEDED' ? 1 : progress);
    all += cost;
  }
  return { progress: all > 0 ? done / all : 0, runs: counts, total: runs.length };
}
