import { type DatasetClass, datasetClassesSchema } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import { type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import type { Db } from '@/server/db';

/** What every page of the gallery needs to know of its experiment. */
export type GalleryExperiment = {
  id: string;
  name: string;
  spec: ExperimentSpec;
  datasetId: string;
  classes: DatasetClass[];
};

/** @throws AppError not_found where the experiment or its dataset is gone */
export async function galleryExperiment(db: Db, experimentId: string): Promise<GalleryExperiment> {
  const experiment = await db.experiment.findFirst({
    where: { id: experimentId, deletedAt: null },
    select: { id: true, name: true, spec: true },
  });
  if (!experiment) throw new AppError('not_found', 'This experiment does not exist or was deleted.');
  const spec = experimentSpecSchema.parse(experiment.spec);
  const dataset = await db.dataset.findUnique({
    where: { slug: spec.dataset },
    select: { id: true, classes: true },
  });
  if (!dataset) {
    throw new AppError('not_found', `The dataset "${spec.dataset}" of this experiment is not registered any more.`);
  }
  return {
    id: experiment.id,
    name: experiment.name,
    spec,
    datasetId: dataset.id,
    classes: datasetClassesSchema.parse(dataset.classes),
  };
}
