import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Hides an experiment with its runs; `restoreExperiment` undoes it. Meanwhile no run of it is started, and those at work write a
 * checkpoint and stop.
 * @throws AppError not_found
 */
export async function deleteExperiment(db: Db, experimentId: string): Promise<void> {
  const deleted = await db.$executeRaw`
    update experiments set deleted_at = coalesce(deleted_at, now()), updated_at = now() where id = ${experimentId}::uuid`;
  if (deleted === 0) throw new AppError('not_found', 'This experiment does not exist. Reload the page.');
}
