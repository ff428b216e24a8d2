import { AppError } from '@/domain/errors';
import { openStatuses } from '@/domain/runStatus';
import type { Db } from '@/server/db';
import { cancelTask } from '@/server/tasks/cancelTask';

/**
 * Cancels all work of an experiment that waits or is at work, what waits for a base first, so that none of it starts meanwhile.
 * @returns how much was cancelled or asked to stop
 */
export async function cancelExperiment(db: Db, experimentId: string): Promise<number> {
  const tasks = await db.task.findMany({
    where: { run: { experimentId, deletedAt: null }, status: { in: openStatuses } },
    orderBy: [{ status: 'asc' }, { queuePosition: 'desc' }],
    select: { id: true },
  });
  let cancelled = 0;
  for (const { id } of tasks) {
    try {
      await cancelTask(db, id);
      cancelled += 1;
    } catch (error) {
      // It ended while the others were cancelled.
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
  }
  return cancelled;
}
