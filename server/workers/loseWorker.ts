import type { Db } from '@/server/db';
import { endAttempt } from '@/server/tasks/endAttempt';

/**
 * The process of this worker is known to be gone: its tasks go back into the queue at once, without waiting for their leases to run out.
 * @param reason ends with a full stop
 */
export async function loseWorker(db: Db, workerId: string, reason: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const open = await tx.$queryRaw<{ id: string; number: number }[]>`
      select t.id::text, a.number from tasks t join task_attempts a on a.task_id = t.id and a.number = t.attempt_number
      where a.worker_id = ${workerId}::uuid and a.ended_at is null and t.status in ('CLAIMED', 'RUNNING')
      order by t.id
      for update of t`;
    for (const { id, number } of open) {
      await endAttempt(tx, { taskId: id, attempt: number }, { outcome: 'LOST', message: reason });
    }
    await tx.$executeRaw`update workers set stopped_at = now() where id = ${workerId}::uuid`;
  });
}
