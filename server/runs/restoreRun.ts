import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Undoes `deleteRun`: a run that was waiting or at work goes on from its last checkpoint.
 * @throws AppError not_found
 */
export async function restoreRun(db: Db, id: string): Promise<void> {
  const { count } = await db.run.updateMany({ where: { id }, data: { deletedAt: null } });
  if (count === 0) throw new AppError('not_found', 'There is no such run. Look for it in the list of runs.');
}
