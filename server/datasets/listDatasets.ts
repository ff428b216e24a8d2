import { datasetClassesSchema } from '@/domain/datasetClass';
import type { Db } from '@/server/db';

export type DatasetSummary = {
  id: string;
  slug: string;
  name: string;
  classes: number;
  trainVideos: number;
  testVideos: number;
  createdAt: Date;
};

/** All registered datasets by name. */
export async function listDatasets(db: Db): Promise<DatasetSummary[]> {
  const rows = await db.dataset.findMany({
    where: { deletedAt: null },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, slug: true, name: true, classes: true, trainVideos: true, testVideos: true, createdAt: true },
  });
  return rows.map((row) => ({ ...row, classes: datasetClassesSchema.parse(row.classes).length }));
}
