import type { SplitSizes } from '@/domain/runCost';
import type { Db } from '@/server/db';

/** The bundled data set's, for estimates made before a dataset is registered. */
export const microSizes: SplitSizes = { train: 800, test: 300 };

/** Videos per split of a dataset; those of MicroCharades where it is not registered yet. */
export async function splitSizes(db: Db, slug: string): Promise<SplitSizes> {
  const dataset = await db.dataset.findUnique({ where: { slug }, select: { trainVideos: true, testVideos: true } });
  return dataset ? { train: dataset.trainVideos, test: dataset.testVideos } : microSizes;
}
