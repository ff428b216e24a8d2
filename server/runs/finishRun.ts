import type { Db } from '@/server/db';
import { type AttemptEnd, endAttempt } from './endAttempt';
import { fenced, type Lease } from './lease';

type Row = { current: boolean; outcome: string | null };

/**
 * Ends a run by compare-and-set on the attempt number. Saying the same end twice is harmless, so it can be repeated when the answer
 * was lost on the way.
 * @throws AppError fenced where the attempt is no longer the current one
 */
export async function finishRun(db: Db, lease: Lease, end: AttemptEnd): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from runs where id = ${lease.runId}::uuid for update`;
    const [row] = await tx.$queryRaw<Row[]>`
      select a.outcome::text, r.attempt_number = a.number and r.status in ('CLAIMED', 'RUNNING') as current
      from runs r join run_attempts a on a.run_id = r.id
      where r.id = ${lease.runId}::uuid and a.number = ${lease.attempt}`;
    if (row?.current) return endAttempt(tx, lease, end);
    if (row?.outcome !== end.outcome) throw fenced(lease);
  });
}
