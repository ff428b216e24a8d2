import { type JobKind, jobKindSchema } from '@/domain/jobs';
import type { Db } from '@/server/db';
import type { JobLease } from './jobLease';

export type ClaimedJob = JobLease & { kind: JobKind; title: string };

type Row = { id: string; attempt: number; kind: string; title: string };

/**
 * Takes the oldest job of the queue with a new attempt number and a lease; null where nothing waits, or the worker drains or has
 * stopped. Jobs of kinds that a newer version made are left to it; jobs that others are taking at this moment are skipped.
 */
export async function claimJob(
  db: Db,
  { workerId, leaseSeconds }: { workerId: string; leaseSeconds: number },
): Promise<ClaimedJob | null> {
  const [row] = await db.$queryRaw<Row[]>`
    with next as (
      select id from jobs
      where status = 'QUEUED' and kind = any(${jobKindSchema.options}::text[])
        and exists (select 1 from workers w where w.id = ${workerId}::uuid and not w.draining and w.stopped_at is null)
      order by created_at, id
      limit 1
      for update skip locked
    )
    update jobs j
    set status = 'RUNNING', attempt_number = j.attempt_number + 1, worker_id = ${workerId}::uuid, eta_seconds = null,
      code = null, message = null, still_since = null, still_message = null, started_at = coalesce(j.started_at, now()), updated_at = now(),
      lease_expires_at = now() + make_interval(secs => ${leaseSeconds}::float8)
    from next where j.id = next.id
    returning j.id::text, j.attempt_number as attempt, j.kind, j.title`;
  if (!row) return null;
  return { jobId: row.id, attempt: row.attempt, kind: jobKindSchema.parse(row.kind), title: row.title };
}
