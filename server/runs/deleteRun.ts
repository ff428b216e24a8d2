import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Hide a run from every list; its rows and bytes stay. A run at work is stopped at a checkpoint, one in the queue is passed over,
 * and `restoreRun` lets both go on.
 * @throws AppError not_found; conflict while other runs wait for its weights
 */
export async function deleteRun(db: Db, id: string): Promise<void> {
  const waiting = await db.run.count({
    where: { baseRunId: id, train: { status: 'BLOCKED' }, deletedAt: null },
  });
  if (waiting > 0) {
    const runs = waiting === 1 ? '1 run waits' : `${waiting} runs wait`;
    throw new AppError('conflict', `${runs} for the weights of this one. Cancel or delete them first.`);
  }
  const { count } = await db.run.updateMany({ where: { id }, data: { deletedAt: new Date() } });
  if (count === 0) throw new AppError('not_found', 'There is no such run. Look for it in the list of runs.');
}
