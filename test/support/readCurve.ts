import type { Db } from '@/server/db';

/** The loss curve of a run, in step order. */
export function readCurve(db: Db, runId: string): Promise<{ step: number; value: number }[]> {
  return db.metricPoint.findMany({
    where: { runId, key: 'loss', split: 'train' },
    orderBy: { step: 'asc' },
    select: { step: true, value: true },
  });
}
