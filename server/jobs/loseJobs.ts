import type { Tx } from '@/server/db';
import { endJob } from './finishJob';

/** The process of this worker is gone: its jobs go back into the queue. */
export async function loseJobs(tx: Tx, workerId: string, reason: string): Promise<void> {
  const open = await tx.$queryRaw<{ id: string }[]>`
    select id::text from jobs where worker_id = ${workerId}::uuid and status = 'RUNNING' order by id for update`;
  for (const { id } of open) await endJob(tx, id, { outcome: 'LOST', message: reason });
}
