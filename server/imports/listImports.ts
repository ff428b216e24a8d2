import { scanResultSchema } from '@/domain/importReport';
import type { Db } from '@/server/db';
import { type ImportItem, listImportTasks } from '@/server/tasks/listImportTasks';

/** Imports that are under way, went wrong, or wait for somebody to look at their report, newest first; stored ones are left out. */
export async function listImports(db: Db): Promise<ImportItem[]> {
  const imports = await listImportTasks(db, 'scan');
  const results = await db.task.findMany({
    where: { id: { in: imports.map(({ id }) => id) }, status: 'SUCCEEDED' },
    select: { id: true, result: true },
  });
  const stored = new Set(results.filter(({ result }) => datasetOf(result) !== null).map(({ id }) => id));
  return imports.filter(({ id }) => !stored.has(id));
}

function datasetOf(result: unknown): string | null {
  return scanResultSchema.safeParse(result).data?.datasetId ?? null;
}
