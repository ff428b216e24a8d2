import type { Db } from '@/server/db';
import { localWorkers } from '@/server/workers/localWorkers';
import { loseWorker } from '@/server/workers/loseWorker';
import { isAlive } from './hostKey';

/**
 * Looks for supervisors of this machine that ended without a word (a crash, kill -9, a power cut is another boot): their runs need not
 * wait until the leases run out.
 */
export async function releaseDeadWorkers(
  db: Db,
  { hostKey, ownId }: { hostKey: string; ownId: string },
): Promise<void> {
  for (const { id, pid } of await localWorkers(db, hostKey)) {
    if (id === ownId || (pid !== process.pid && isAlive(pid))) continue;
    await loseWorker(db, id, `The worker process (pid ${pid}) ended without a word.`);
  }
}
