import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Tell a worker to claim no new runs (those at work go on), or to claim again.
 * @throws AppError not_found; conflict when the worker has stopped
 */
export async function drainWorker(db: Db, { id, draining }: { id: string; draining: boolean }): Promise<void> {
  const { count } = await db.worker.updateMany({ where: { id, stoppedAt: null }, data: { draining } });
  if (count > 0) return;
  const worker = await db.worker.findUnique({ where: { id }, select: { id: true } });
  if (!worker) throw new AppError('not_found', 'There is no such worker. Reload the page.');
  throw new AppError('conflict', 'This worker has stopped. Start it again with `npm start`.');
}
