import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { placeInQueue, type QueueMove, targetIndex } from './placeInQueue';

/**
 * Move a waiting run within the queue, which is ordered by position and age.
 * @throws AppError conflict when the run does not wait (any more)
 */
export async function moveInQueue(db: Db, { runId, move }: { runId: string; move: QueueMove }): Promise<void> {
  await db.$transaction(async (transaction) => {
    const queue = await transaction.$queryRaw<{ id: string; position: number }[]>`
      select id, queue_position as position from runs
      where status in ('QUEUED', 'BLOCKED') and deleted_at is null
      order by queue_position, created_at, id for update`;
    const from = queue.findIndex(({ id }) => id === runId);
    if (from === -1) throw new AppError('conflict', 'This run does not wait in the queue any more.');
    const to = targetIndex(from, move, queue.length);
    if (to === from) return;
    const position = placeInQueue(
      queue.map((row) => row.position),
      from,
      to,
    );
    if (position !== null) {
      await transaction.run.update({ where: { id: runId }, data: { queuePosition: position } });
      return;
    }
    const ids = queue.map(({ id }) => id).filter((id) => id !== runId);
    ids.splice(to, 0, runId);
    await transaction.$executeRaw`
      update runs set queue_position = numbered.place, updated_at = now()
      from unnest(${ids}::uuid[]) with ordinality as numbered(id, place) where runs.id = numbered.id`;
  });
}
