import type { ScanResult } from '@/domain/importReport';
import type { ScanDatasetInput } from '@/domain/taskInputs';
import type { Db } from '@/server/db';
import { type ImportTask, readImportTask } from '@/server/tasks/readImportTask';
import { datasetUse } from './datasetUse';
import { requireImportInput, requireScanResult } from './storedImport';

export type ImportDetail = Omit<ImportTask, 'input' | 'result' | 'kind'> & {
  input: ScanDatasetInput;
  /** Null until all videos are read. */
  result: ScanResult | null;
  /** The data set that has the same short name already, and who uses it. */
  known: { id: string; name: string; experiments: number; openRuns: number } | null;
};

/** An import of a data set: how far it is, what it has found. @throws AppError not_found, damaged */
export async function readImport(db: Db, id: string): Promise<ImportDetail> {
  const { kind: _, ...task } = await readImportTask(db, { id, kind: 'scan' });
  const input = requireImportInput(task);
  const known = await db.dataset.findFirst({
    where: { slug: input.slug, deletedAt: null },
    select: { id: true, name: true },
  });
  const result = task.status === 'SUCCEEDED' ? requireScanResult(task) : null;
  return { ...task, input, result, known: known && { ...known, ...(await datasetUse(db, input.slug)) } };
}
