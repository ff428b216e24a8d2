import type { Db } from '@/server/db';
import type { JobLease } from './jobLease';

/** Writes down that the process of a job has stood still for so many seconds, and why; null: it goes on again. */
export async function markJobStill(
  db: Db,
  { jobId, attempt }: JobLease,
  still: { seconds: number; message: string } | null,
): Promise<void> {
  await db.$executeRaw`
    update jobs
    set still_since = now() - make_interval(secs => ${still?.seconds ?? null}::float8), still_message = ${still?.message ?? null},
      updated_at = now()
    where id = ${jobId}::uuid and attempt_number = ${attempt} and status = 'RUNNING'`;
}
