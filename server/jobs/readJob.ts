import { AppError } from '@/domain/errors';
import type { JobKind } from '@/domain/jobs';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

const jobSelect = {
  id: true,
  kind: true,
  title: true,
  input: true,
  status: true,
  attemptNumber: true,
  done: true,
  total: true,
  etaSeconds: true,
  stillSince: true,
  stillMessage: true,
  result: true,
  code: true,
  message: true,
  cancelRequestedAt: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  worker: { select: { host: true } },
} as const satisfies Prisma.JobSelect;

export type JobRow = Prisma.JobGetPayload<{ select: typeof jobSelect }>;

/** One job of a kind. @throws AppError not_found, also for a job of another kind */
export async function readJob(db: Db, { id, kind }: { id: string; kind: JobKind }): Promise<JobRow> {
  const job = await db.job.findFirst({ where: { id, kind }, select: jobSelect });
  if (!job) throw new AppError('not_found', 'This job does not exist any more. Start it again.');
  return job;
}
