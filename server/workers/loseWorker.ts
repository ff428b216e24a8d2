import type { Db } from '@/server/db';
import { loseJobs } from '@/server/jobs/loseJobs';
import { endAttempt } from '@/server/runs/endAttempt';

/**
 * The process of this worker is known to be gone: its runs and jobs go back into the queue at once, without waiting for their leases to run out.
 * @param reason ends with a full stop
 */
export async function loseWorker(db: Db, workerId: string, reason: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const open = await tx.$queryRaw<{ id: string; number: number }[]>`
      select r.id::text, a.number from runs r join run_attempts a on a.run_id = r.id and a.number = r.attempt_number
      where a.worker_id = ${workerId}::uuid and a.ended_at is null and r.status in ('CLAIMED', 'RUNNING')
      order by r.id
      for update of r`;
    for (const { id, number } of open) {
      await endAttempt(tx, { runId: id, attempt: number }, { outcome: 'LOST', message: reason });
    }
    await loseJobs(tx, workerId, reason);
    await tx.$executeRaw`update workers set stopped_at = now() where id = ${workerId}::uuid`;
  });
}
