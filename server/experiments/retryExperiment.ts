import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { retryTask } from '@/server/tasks/retryTask';

/**
 * Puts every failed or cancelled run of an experiment back into the queue, bases first. Runs that wait for a base that had failed go
 * on by themselves.
 * @returns how many were put back
 */
export async function retryExperiment(db: Db, experimentId: string): Promise<number> {
  const runs = await db.run.findMany({
    where: { experimentId, deletedAt: null, train: { status: { in: ['FAILED', 'CANCELLED'] } } },
    orderBy: [{ baseRunId: { sort: 'asc', nulls: 'first' } }, { train: { queuePosition: 'asc' } }],
    select: { id: true },
  });
  let retried = 0;
  for (const { id } of runs) {
    try {
      await retryTask(db, id);
      retried += 1;
    } catch (error) {
      // Somebody else retried it meanwhile.
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
  }
  return retried;
}
