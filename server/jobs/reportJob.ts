import type { Db } from '@/server/db';
import { fencedJob, type JobLease } from './jobLease';

/** Pieces done of all, and the estimated seconds to go; null before anything can be said. */
export type JobProgress = { done: number; total: number; etaSeconds: number | null };

/** Says how far a job is. @throws AppError fenced */
export async function reportJob(db: Db, lease: JobLease, { done, total, etaSeconds }: JobProgress): Promise<void> {
  const { jobId, attempt } = lease;
  const written = await db.$executeRaw`
    update jobs set done = ${done}, total = ${total}, eta_seconds = ${etaSeconds}::float8, updated_at = now()
    where id = ${jobId}::uuid and attempt_number = ${attempt} and status = 'RUNNING'`;
  if (written === 0) throw fencedJob(lease);
}
