import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { demoDataset } from '@/server/experiments/demoSpec';
import { datasetUse } from '@/server/imports/datasetUse';

/**
 * Hides a data set from every list; `restoreDataset` undoes it. Its videos are never touched.
 * @throws AppError not_found; conflict while experiments use it, or for the bundled one
 */
export async function deleteDataset(db: Db, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const [dataset] = await tx.$queryRaw<{ slug: string; name: string }[]>`
      select slug, name from datasets where id = ${id}::uuid for update`;
    if (!dataset) throw new AppError('not_found', 'This dataset does not exist. Reload the page.');
    const { slug, name } = dataset;
    if (slug === demoDataset) throw new AppError('conflict', `${name} comes with the workbench: it stays.`);
    const { experiments } = await datasetUse(tx, slug);
    if (experiments > 0) {
      const users = experiments === 1 ? '1 experiment uses' : `${experiments} experiments use`;
      throw new AppError('conflict', `${users} "${name}". Delete ${experiments === 1 ? 'it' : 'them'} first.`);
    }
    await tx.dataset.update({ where: { id }, data: { deletedAt: new Date() } });
  });
}
