import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Puts a job that failed or was cancelled back into the queue; it goes on where it stopped.
 * @throws AppError not_found, conflict (it waits, is at work, or is done)
 */
export async function resumeJob(db: Db, jobId: string): Promise<void> {
  const queued = await db.$executeRaw`
    update jobs
    set status = 'QUEUED', code = null, message = null, lost_attempts = 0, finished_at = null, updated_at = now()
    where id = ${jobId}::uuid and status in ('FAILED', 'CANCELLED')`;
  if (queued > 0) return;
  const job = await db.job.findUnique({ where: { id: jobId }, select: { id: true } });
  if (!job) throw new AppError('not_found', 'This job does not exist. Reload the page.');
  throw new AppError('conflict', 'Only a job that failed or was cancelled can go on. Reload the page.');
}
