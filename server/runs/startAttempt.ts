import type { Db } from '@/server/db';
import { makesPictures } from '@/server/gallery/makesPictures';
import { type Lease, withLease } from './lease';

/** What the run process needs to know. `config` is not checked yet. */
export type StartedRun = { experimentId: string; config: unknown; baseRunId: string | null };

/**
 * The run process is at work: CLAIMED becomes RUNNING.
 * @throws AppError fenced
 */
export function startAttempt(db: Db, lease: Lease, { pid }: { pid: number }): Promise<StartedRun> {
  return withLease(db, lease, async (tx) => {
    const finished = await makesPictures(tx, lease.runId);
    await tx.$executeRaw`
      update run_attempts set pid = ${pid} where run_id = ${lease.runId}::uuid and number = ${lease.attempt}`;
    await tx.$executeRaw`
      update runs set status = 'RUNNING', started_at = coalesce(started_at, now()), 
        finished_at = case when ${finished} then finished_at end, updated_at = now()
      where id = ${lease.runId}::uuid`;
    return tx.run.findUniqueOrThrow({
      where: { id: lease.runId },
      select: { experimentId: true, config: true, baseRunId: true },
    });
  });
}
