import { AppError } from '@/domain/errors';
import type { ImportKind } from '@/domain/tasks';
import type { Db } from '@/server/db';

/**
 * Forgets an import that has ended, with everything it has found.
 * @throws AppError conflict while it waits or is at work
 */
export async function deleteImport(db: Db, { id, kind }: { id: string; kind: ImportKind }): Promise<void> {
  const { count } = await db.task.deleteMany({
    where: { id, kind, status: { in: ['SUCCEEDED', 'FAILED', 'CANCELLED'] } },
  });
  if (count > 0) return;
  const task = await db.task.findFirst({ where: { id, kind }, select: { id: true } });
  if (task) throw new AppError('conflict', 'The import is still at work: cancel it first.');
}
