import { z } from 'zod';
import { AppError } from '@/domain/errors';
import { requireClasses } from '@/server/datasets/storedClasses';
import type { Db } from '@/server/db';
import { requireSpec } from '@/server/experiments/storedSpec';

/** What scores of others are held against: the videos of the split in the order of the annotations, with their labels. */
export type SubmissionTruth = {
  dataset: string;
  split: string;
  classes: number;
  videos: { videoId: string; classes: number[] }[];
};

/** @throws AppError not_found where the experiment or its dataset is gone */
export async function submissionTruth(db: Db, experimentId: string): Promise<SubmissionTruth> {
  const experiment = z.uuid().safeParse(experimentId).success
    ? await db.experiment.findFirst({
        where: { id: experimentId, deletedAt: null },
        select: { name: true, spec: true },
      })
    : null;
  if (!experiment) throw new AppError('not_found', 'This experiment does not exist or was deleted. Reload the page.');
  const { dataset: slug, protocol } = requireSpec(experiment);
  const dataset = await db.dataset.findUnique({
    where: { slug },
    select: { id: true, slug: true, name: true, classes: true },
  });
  if (!dataset) {
    throw new AppError(
      'not_found',
      `The dataset "${slug}" of this experiment is not registered any more. Import it again.`,
    );
  }
  const videos = await db.datasetVideo.findMany({
    where: { datasetId: dataset.id, split: protocol.split },
    orderBy: { position: 'asc' },
    select: { videoId: true, classes: true },
  });
  const classes = requireClasses(dataset).length;
  return { dataset: dataset.name, split: protocol.split, classes, videos };
}
