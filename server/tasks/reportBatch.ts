import type { MetricPoint } from '@/domain/metrics';
import type { RunPhase } from '@/domain/runStatus';
import type { Db, Tx } from '@/server/db';
import { writeMetrics } from '@/server/metrics/writeMetrics';
import { appendLog, type LogSource, type NewLogLine } from './appendLog';
import { type Lease, withLease } from './lease';

/** Progress of the whole task, of a training its evaluations included: `progress` in [0, 1]; `phase`, steps: of work on a run. */
export type Progress = {
  phase: RunPhase | null;
  step: number;
  totalSteps: number;
  progress: number;
  etaSeconds: number | null;
  /** What the phase counts, e.g. videos; absent where it counts steps. */
  count?: { done: number; total: number; perSecond: number | null };
};

export type Batch = { points: MetricPoint[]; lines: NewLogLine[]; progress: Progress | null };

/**
 * What a process has to say about a task, in one transaction; sending a batch twice changes nothing.
 * @throws AppError fenced
 */
export function reportBatch(
  db: Db,
  lease: Lease,
  source: LogSource,
  { points, lines, progress }: Batch,
): Promise<void> {
  return withLease(db, lease, async (tx) => {
    if (lease.runId !== null) await writeMetrics(tx, lease.runId, points);
    await appendLog(tx, lease, source, lines);
    if (progress) await writeProgress(tx, lease, progress);
  });
}

async function writeProgress(tx: Tx, { taskId }: Lease, progress: Progress): Promise<void> {
  const { phase, step, totalSteps, etaSeconds } = progress;
  const { done, total, perSecond } = progress.count ?? { done: 0, total: 0, perSecond: null };
  const share = Math.min(1, Math.max(0, progress.progress));
  await tx.$executeRaw`
    update tasks
    set phase = ${phase}, step = ${step}, total_steps = ${totalSteps}, progress = ${share}::float8,
      eta_seconds = ${etaSeconds}::float8, phase_done = ${done}, phase_total = ${total}, phase_rate = ${perSecond}::float8,
      updated_at = now()
    where id = ${taskId}::uuid`;
}
