import type { RunStatus } from '@/domain/runStatus';
import type { Db } from '@/server/db';
import { type AttemptEnd, endAttempt } from './endAttempt';
import { fenced, type Lease } from './lease';

type Row = { current: boolean; outcome: string | null; status: RunStatus };

/**
 * Ends an attempt by compare-and-set on its number. Saying the same end twice is harmless, so it can be repeated when the answer was
 * lost on the way.
 * @returns where the task stands now
 * @throws AppError fenced where the attempt is no longer the current one
 */
export async function finishTask(db: Db, lease: Lease, end: AttemptEnd): Promise<RunStatus> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from tasks where id = ${lease.taskId}::uuid for update`;
    const [row] = await tx.$queryRaw<Row[]>`
      select a.outcome::text, t.attempt_number = a.number and t.status in ('CLAIMED', 'RUNNING') as current, t.status::text
      from tasks t join task_attempts a on a.task_id = t.id
      where t.id = ${lease.taskId}::uuid and a.number = ${lease.attempt}`;
    if (row?.current) return endAttempt(tx, lease, end);
    if (row?.outcome !== end.outcome) throw fenced(lease);
    return row.status;
  });
}
