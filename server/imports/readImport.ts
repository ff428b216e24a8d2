import type { ScanResult } from '@/domain/importReport';
import type { ScanDatasetInput } from '@/domain/jobInputs';
import type { Db } from '@/server/db';
import { type JobRow, readJob } from '@/server/jobs/readJob';
import { datasetUse } from './datasetUse';
import { requireImportInput, requireScanResult } from './storedImport';

export type ImportDetail = Omit<JobRow, 'input' | 'result' | 'kind'> & {
  input: ScanDatasetInput;
  /** Null until all videos are read. */
  result: ScanResult | null;
  /** The data set that has the same short name already, and who uses it. */
  known: { id: string; name: string; experiments: number; openRuns: number } | null;
};

/** An import of a data set: how far it is, what it has found. @throws AppError not_found, damaged */
export async function readImport(db: Db, id: string): Promise<ImportDetail> {
  const { kind: _, ...job } = await readJob(db, { id, kind: 'scan_dataset' });
  const input = requireImportInput(job);
  const known = await db.dataset.findFirst({
    where: { slug: input.slug, deletedAt: null },
    select: { id: true, name: true },
  });
  const result = job.status === 'SUCCEEDED' ? requireScanResult(job) : null;
  return { ...job, input, result, known: known && { ...known, ...(await datasetUse(db, input.slug)) } };
}
