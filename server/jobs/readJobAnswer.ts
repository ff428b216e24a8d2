import type { Db } from '@/server/db';
import type { JobLease } from './jobLease';
import type { JobAnswer } from './renewJob';

/** What the holder of a job must do, without prolonging its lease: cheap enough to be asked twice a second. */
export async function readJobAnswer(db: Db, { jobId, attempt }: JobLease): Promise<JobAnswer> {
  const job = await db.job.findFirst({
    where: { id: jobId, attemptNumber: attempt, status: 'RUNNING' },
    select: { cancelRequestedAt: true },
  });
  if (!job) return 'fenced';
  return job.cancelRequestedAt === null ? 'go_on' : 'cancel';
}
