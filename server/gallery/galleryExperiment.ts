import type { DatasetClass } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { readClasses } from '@/server/datasets/storedClasses';
import type { Db } from '@/server/db';
import { requireSpec } from '@/server/experiments/storedSpec';

/** What every page of the gallery needs to know of its experiment. */
export type GalleryExperiment = {
  id: string;
  name: string;
  spec: ExperimentSpec;
  datasetId: string;
  /** Where the class list is damaged, classes go by their number. */
  classes: DatasetClass[];
};

/** @throws AppError not_found where the experiment or its dataset is gone, damaged where its set-up cannot be read */
export async function galleryExperiment(db: Db, experimentId: string): Promise<GalleryExperiment> {
  const experiment = await db.experiment.findFirst({
    where: { id: experimentId, deletedAt: null },
    select: { id: true, name: true, spec: true },
  });
  if (!experiment) throw new AppError('not_found', 'This experiment does not exist or was deleted.');
  const spec = requireSpec(experiment);
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
    classes: readClasses(dataset.classes) ?? (await numberedClasses(db, experimentId)),
  };
}

/** As many as an evaluation of the experiment has scored. */
async function numberedClasses(db: Db, experimentId: string): Promise<DatasetClass[]> {
  const evaluation = await db.evaluation.findFirst({ where: { run: { experimentId } }, select: { classAp: true } });
  return (evaluation?.classAp ?? []).map((_, k) => ({ id: `c${String(k).padStart(3, '0')}`, name: `class ${k}` }));
}
