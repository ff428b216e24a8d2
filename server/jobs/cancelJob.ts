import { AppError } from '@/domain/errors';
import type { JobStatus } from '@/domain/jobs';
import type { Db } from '@/server/db';

/**
 * Cancels a job: at once where it waits, otherwise its worker is asked to stop it.
 * @returns its status now: CANCELLED, or RUNNING until the worker has stopped it
 * @throws AppError not_found, conflict (it has ended)
 */
export function cancelJob(db: Db, jobId: string): Promise<JobStatus> {
  return db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ status: JobStatus }[]>`
      select status::text from jobs where id = ${jobId}::uuid for update`;
    if (!row) throw new AppError('not_found', 'This job does not exist. Reload the page.');
    if (row.status === 'QUEUED') {
      await tx.$executeRaw`
        update jobs set status = 'CANCELLED', finished_at = now(), updated_at = now() where id = ${jobId}::uuid`;
      return 'CANCELLED';
    }
    if (row.status !== 'RUNNING') {
      throw new AppError('conflict', 'The job has ended already: there is nothing to cancel.');
    }
    await tx.$executeRaw`
      update jobs set cancel_requested_at = coalesce(cancel_requested_at, now()), updated_at = now()
      where id = ${jobId}::uuid`;
    return 'RUNNING';
  });
}
