import type { Db } from '@/server/db';
import { damagedClassesText, readClasses } from './storedClasses';

export type DatasetSummary = {
  id: string;
  slug: string;
  name: string;
  classes: number;
  trainVideos: number;
  testVideos: number;
  createdAt: Date;
  /** What to do where its class list cannot be read. */
  damaged: string | null;
};

/** All registered datasets by name. */
export async function listDatasets(db: Db): Promise<DatasetSummary[]> {
  const rows = await db.dataset.findMany({
    where: { deletedAt: null },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, slug: true, name: true, classes: true, trainVideos: true, testVideos: true, createdAt: true },
  });
  return rows.map((row) => {
    const classes = readClasses(row.classes);
    return { ...row, classes: classes?.length ?? 0, damaged: classes === null ? damagedClassesText(row) : null };
  });
}
