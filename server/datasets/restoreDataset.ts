import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/** Undoes `deleteDataset`. @throws AppError not_found */
export async function restoreDataset(db: Db, id: string): Promise<void> {
  const { count } = await db.dataset.updateMany({ where: { id }, data: { deletedAt: null } });
  if (count === 0) throw new AppError('not_found', 'This dataset does not exist. Reload the page.');
}
