import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { cancelRun } from '@/server/runs/cancelRun';

/**
 * Cancels every run of an experiment that waits or is at work, those that wait for a base first, so that none of them starts meanwhile.
 * @returns how many were cancelled or asked to stop
 */
export async function cancelExperiment(db: Db, experimentId: string): Promise<number> {
  const runs = await db.run.findMany({
    where: { experimentId, deletedAt: null, status: { in: ['BLOCKED', 'QUEUED', 'CLAIMED', 'RUNNING'] } },
    orderBy: [{ status: 'asc' }, { queuePosition: 'desc' }],
    select: { id: true },
  });
  let cancelled = 0;
  for (const { id } of runs) {
    try {
      await cancelRun(db, id);
      cancelled += 1;
    } catch (error) {
      // It ended while the others were cancelled.
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
  }
  return cancelled;
}
