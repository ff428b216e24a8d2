import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Takes scores of others out of the tables of their experiment, or puts them back; nothing is erased.
 * @throws AppError not_found
 */
export async function deleteSubmission(db: Db, id: string, { undo = false } = {}): Promise<void> {
  await db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ experimentId: string }[]>`
      update submissions set deleted_at = case when ${undo} then null else coalesce(deleted_at, now()) end
      where id = ${id}::uuid returning experiment_id::text as "experimentId"`;
    if (!rows[0]) throw new AppError('not_found', 'These scores do not exist any more. Reload the page.');
    await tx.$executeRaw`update experiments set updated_at = now() where id = ${rows[0].experimentId}::uuid`;
  });
}
