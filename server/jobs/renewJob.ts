import type { Db } from '@/server/db';
import type { JobLease } from './jobLease';

/** What the holder of a job must do: go on, stop without a result, or drop everything. */
export type JobAnswer = 'go_on' | 'cancel' | 'fenced';

/** Prolongs the lease of a job and says what its holder must do. The row's `updatedAt` stays: a heartbeat is no news. */
export async function renewJob(
  db: Db,
  { jobId, attempt }: JobLease,
  { leaseSeconds }: { leaseSeconds: number },
): Promise<JobAnswer> {
  const [row] = await db.$queryRaw<{ cancel: boolean }[]>`
    update jobs set lease_expires_at = now() + make_interval(secs => ${leaseSeconds}::float8)
    where id = ${jobId}::uuid and attempt_number = ${attempt} and status = 'RUNNING'
    returning cancel_requested_at is not null as cancel`;
  if (!row) return 'fenced';
  return row.cancel ? 'cancel' : 'go_on';
}
