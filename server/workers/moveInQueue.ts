import { AppError } from '@/domain/errors';
import type { QueueMove } from '@/domain/queueMoves';
import type { Db } from '@/server/db';
import { placeInQueue, targetIndex } from './placeInQueue';

/**
 * Move a waiting run within the queue, which is ordered by position and age.
 * @throws AppError conflict when the run does not wait (any more)
 */
export async function moveInQueue(db: Db, { runId, move }: { runId: string; move: QueueMove }): Promise<void> {
  await db.$transaction(async (transaction) => {
    const queue = await transaction.$queryRaw<{ id: string; position: number }[]>`
      select r.id, r.queue_position as position from runs r join experiments x on x.id = r.experiment_id
      where r.status in ('QUEUED', 'BLOCKED') and r.deleted_at is null and x.deleted_at is null
      order by r.queue_position, r.created_at, r.id for update of r`;
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
