import { AppError } from '@/domain/errors';
import type { QueueMove } from '@/domain/queueMoves';
import type { Db } from '@/server/db';
import { placeInQueue, targetIndex } from './placeInQueue';

/**
 * Move a task that waits for a slot within the queue, which is ordered by position and age.
 * @throws AppError conflict when it does not wait (any more)
 */
export async function moveInQueue(db: Db, { taskId, move }: { taskId: string; move: QueueMove }): Promise<void> {
  await db.$transaction(async (transaction) => {
    const queue = await transaction.$queryRaw<{ id: string; position: number }[]>`
      select t.id, t.queue_position as position
      from tasks t join runs r on r.id = t.run_id join experiments x on x.id = r.experiment_id
      where t.status in ('QUEUED', 'BLOCKED') and r.deleted_at is null and x.deleted_at is null
      order by t.queue_position, t.created_at, t.id for update of t`;
    const from = queue.findIndex(({ id }) => id === taskId);
    if (from === -1) throw new AppError('conflict', 'It does not wait in the queue any more.');
    const to = targetIndex(from, move, queue.length);
    if (to === from) return;
    const position = placeInQueue(
      queue.map((row) => row.position),
      from,
      to,
    );
    if (position !== null) {
      await transaction.task.update({ where: { id: taskId }, data: { queuePosition: position } });
      return;
    }
    const ids = queue.map(({ id }) => id).filter((id) => id !== taskId);
    ids.splice(to, 0, taskId);
    await transaction.$executeRaw`
      update tasks set queue_position = numbered.place, updated_at = now()
      from unnest(${ids}::uuid[]) with ordinality as numbered(id, place) where tasks.id = numbered.id`;
  });
}
