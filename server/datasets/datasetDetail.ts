import type { DatasetClass } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { demoDataset } from '@/server/experiments/demoSpec';
import { datasetUse } from '@/server/imports/datasetUse';
import { damagedClassesText, readClasses } from './storedClasses';

/** What a split holds. */
export type SplitSummary = {
  split: string;
  videos: number;
  /** Videos without any label: they stay in the ranking and count against it. */
  unlabelled: number;
  /** Videos whose file was not there, or could not be read, when the data set was imported. */
  missing: number;
  undecodable: number;
  labelsPerVideo: number;
  seconds: number;
};

export type DatasetDetail = {
  id: string;
  slug: string;
  name: string;
  root: string;
  classes: DatasetClass[];
  splits: SplitSummary[];
  /** Number of videos that show a class, per split; classes without any are left out. */
  counts: { split: string; class: number; videos: number }[];
  /** Experiments that are not deleted. */
  experiments: number;
  /** False for the one that comes with the workbench. */
  deletable: boolean;
  /** What to do where the class list cannot be read: then there are no names of classes. */
  damaged: string | null;
};

/** @throws AppError not_found */
export async function datasetDetail(db: Db, id: string): Promise<DatasetDetail> {
  const dataset = await db.dataset.findFirst({
    where: { id, deletedAt: null },
    select: { id: true, slug: true, name: true, root: true, classes: true },
  });
  if (!dataset) throw new AppError('not_found', 'This dataset does not exist.');
  const [splits, counts, { experiments }] = await Promise.all([
    db.$queryRaw<SplitSummary[]>`
      select split, count(*)::int as videos, (count(*) filter (where cardinality(classes) = 0))::int as unlabelled,
             (count(*) filter (where state = 'missing'))::int as missing,
             (count(*) filter (where state = 'undecodable'))::int as undecodable,
             avg(cardinality(classes))::float8 as "labelsPerVideo", sum(length_seconds)::float8 as seconds
      from dataset_videos where dataset_id = ${id}::uuid group by split order by split desc`,
    db.$queryRaw<DatasetDetail['counts']>`
      select split, c as class, count(*)::int as videos
      from dataset_videos cross join lateral unnest(classes) c
      where dataset_id = ${id}::uuid group by split, c order by split desc, c`,
    datasetUse(db, dataset.slug),
  ]);
  const classes = readClasses(dataset.classes);
  return {
    ...dataset,
    classes: classes ?? [],
    damaged: classes === null ? damagedClassesText(dataset) : null,
    splits,
    counts,
    experiments,
    deletable: dataset.slug !== demoDataset,
  };
}
