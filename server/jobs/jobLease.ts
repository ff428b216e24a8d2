import { AppError } from '@/domain/errors';
import type { Db, Tx } from '@/server/db';

/** The right to write to a job: its id and the number of the claim (the fencing token). */
export type JobLease = { jobId: string; attempt: number };

/**
 * Writes in a transaction that holds the row of the job, so that nobody else can take it meanwhile.
 * @throws AppError fenced where the job has ended, was given to another worker, or is gone
 */
export function withJobLease<T>(db: Db, lease: JobLease, write: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    const held = await tx.$queryRaw<unknown[]>`
      select 1 from jobs
      where id = ${lease.jobId}::uuid and attempt_number = ${lease.attempt} and status = 'RUNNING'
      for no key update`;
    if (held.length === 0) throw fencedJob(lease);
    return write(tx);
  });
}

export function fencedJob({ jobId, attempt }: JobLease): AppError {
  return new AppError('fenced', `Attempt ${attempt} no longer holds job ${jobId}: its writes are refused.`);
}
