import { AppError } from '@/domain/errors';
import { openStatuses } from '@/domain/runStatus';
import type { Db } from '@/server/db';

/**
 * Hides weights from every list; `restoreWeights` undoes it. Runs that started from them keep what they have.
 * @throws AppError not_found; conflict while a run still has to read them
 */
export async function deleteWeights(db: Db, id: string): Promise<void> {
  const open = await db.run.count({
    where: {
      weightsId: id,
      train: { status: { in: openStatuses } },
      deletedAt: null,
      experiment: { deletedAt: null },
    },
  });
  if (open > 0) {
    const runs = open === 1 ? '1 run has' : `${open} runs have`;
    throw new AppError('conflict', `${runs} still to start from these weights. Cancel or delete them first.`);
  }
  const { count } = await db.weights.updateMany({ where: { id }, data: { deletedAt: new Date() } });
  if (count === 0) throw new AppError('not_found', 'These weights do not exist. Reload the page.');
}
