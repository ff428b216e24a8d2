import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/**
 * Forgets a job that has ended, with everything it has found.
 * @throws AppError conflict while it waits or is at work
 */
export async function deleteJob(db: Db, jobId: string): Promise<void> {
  const { count } = await db.job.deleteMany({
    where: { id: jobId, status: { in: ['SUCCEEDED', 'FAILED', 'CANCELLED'] } },
  });
  if (count > 0) return;
  const job = await db.job.findUnique({ where: { id: jobId }, select: { id: true } });
  if (job) throw new AppError('conflict', 'The job is still at work: cancel it first.');
}
