import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';

const latestSelect = {
  runId: true,
  key: true,
  split: true,
  lastStep: true,
  lastEpoch: true,
  last: true,
  min: true,
  max: true,
  points: true,
} as const satisfies Prisma.MetricLatestSelect;

export type LatestMetric = Prisma.MetricLatestGetPayload<{ select: typeof latestSelect }>;

/** Which curves some runs have, with their last, smallest and largest value. */
export function listMetrics(db: Db, runIds: string[]): Promise<LatestMetric[]> {
  return db.metricLatest.findMany({
    where: { runId: { in: runIds } },
    orderBy: [{ split: 'desc' }, { key: 'asc' }],
    select: latestSelect,
  });
}
