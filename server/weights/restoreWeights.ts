import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/** Undoes `deleteWeights`. @throws AppError not_found */
export async function restoreWeights(db: Db, id: string): Promise<void> {
  const { count } = await db.weights.updateMany({ where: { id }, data: { deletedAt: null } });
  if (count === 0) throw new AppError('not_found', 'These weights do not exist. Reload the page.');
}
