import { AppError } from '@/domain/errors';
import { runStatuses } from '@/domain/runStatus';
import type { Db } from '@/server/db';

/**
 * Hide a run from every list; its rows and bytes stay, so that `restoreRun` brings it back.
 * @throws AppError not_found; conflict while the run is waiting or at work
 */
export async function deleteRun(db: Db, id: string): Promise<void> {
  const finals = Object.entries(runStatuses).flatMap(([status, { final }]) =>
    final ? [status as keyof typeof runStatuses] : [],
  );
  const { count } = await db.run.updateMany({ where: { id, status: { in: finals } }, data: { deletedAt: new Date() } });
  if (count > 0) return;
  const run = await db.run.findUnique({ where: { id }, select: { id: true } });
  if (!run) throw new AppError('not_found', 'There is no such run. It may have been deleted for good.');
  throw new AppError('conflict', 'The run is still waiting or at work. Cancel it first, then delete it.');
}

/**
 * Undo `deleteRun`.
 * @throws AppError not_found
 */
export async function restoreRun(db: Db, id: string): Promise<void> {
  const { count } = await db.run.updateMany({ where: { id }, data: { deletedAt: null } });
  if (count === 0) throw new AppError('not_found', 'There is no such run. It may have been deleted for good.');
}
