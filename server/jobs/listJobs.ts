import type { JobKind } from '@/domain/jobs';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

const itemSelect = {
  id: true,
  kind: true,
  title: true,
  status: true,
  done: true,
  total: true,
  etaSeconds: true,
  message: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.JobSelect;

export type JobItem = Prisma.JobGetPayload<{ select: typeof itemSelect }>;

const most = 20;

/** The newest jobs of a kind. */
export function listJobs(db: Db, kind: JobKind): Promise<JobItem[]> {
  return db.job.findMany({
    where: { kind },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: most,
    select: itemSelect,
  });
}
