import { scanResultSchema } from '@/domain/importReport';
import type { Db } from '@/server/db';
import { type JobItem, listJobs } from '@/server/jobs/listJobs';

/** Imports that are under way, went wrong, or wait for somebody to look at their report, newest first; stored ones are left out. */
export async function listImports(db: Db): Promise<JobItem[]> {
  const jobs = await listJobs(db, 'scan_dataset');
  const results = await db.job.findMany({
    where: { id: { in: jobs.map(({ id }) => id) }, status: 'SUCCEEDED' },
    select: { id: true, result: true },
  });
  const stored = new Set(results.filter(({ result }) => datasetOf(result) !== null).map(({ id }) => id));
  return jobs.filter(({ id }) => !stored.has(id));
}

function datasetOf(result: unknown): string | null {
  return scanResultSchema.safeParse(result).data?.datasetId ?? null;
}
