import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Undoes `deleteExperiment`: its runs go on from their last checkpoints.
 * @throws AppError not_found
 */
export async function restoreExperiment(db: Db, experimentId: string): Promise<void> {
  const restored = await db.$executeRaw`
    update experiments set deleted_at = null, updated_at = now() where id = ${experimentId}::uuid`;
  if (restored === 0) throw new AppError('not_found', 'This experiment does not exist. Reload the page.');
}
