import { AppError } from '@/domain/errors';
import { type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import { type SetupLine, setupDiff } from '@/domain/table2/setupDiff';
import type { Db } from '@/server/db';
import { type ExperimentState, experimentStates } from './experimentStates';

export type ExperimentDetails = {
  id: string;
  name: string;
  notes: string;
  spec: ExperimentSpec;
  /** The set-up beside that of the paper, line by line. */
  setup: SetupLine[];
  dataset: { id: string; name: string; trainVideos: number; testVideos: number } | null;
  /** Imported weights that Base starts from. */
  weights: { id: string; name: string } | null;
  createdAt: Date;
  deletedAt: Date | null;
  state: ExperimentState;
};

/**
 * One experiment with its progress; also a deleted one, so that deleting can be undone from its page.
 * @throws AppError not_found
 */
export async function readExperiment(db: Db, id: string): Promise<ExperimentDetails> {
  const [experiment, states] = await Promise.all([
    db.experiment.findUnique({
      where: { id },
      select: { id: true, name: true, notes: true, spec: true, createdAt: true, deletedAt: true },
    }),
    experimentStates(db, [id]),
  ]);
  const state = states.get(id);
  if (!experiment || !state) {
    throw new AppError('not_found', 'This experiment does not exist. Look for it in the list of experiments.');
  }
  const spec = experimentSpecSchema.parse(experiment.spec);
  const [dataset, weights] = await Promise.all([
    db.dataset.findUnique({
      where: { slug: spec.dataset },
      select: { id: true, name: true, trainVideos: true, testVideos: true },
    }),
    weightsOf(db, spec),
  ]);
  return { ...experiment, spec, setup: setupDiff(spec, dataset, weights?.name ?? null), dataset, weights, state };
}

/** Also where they were deleted meanwhile: the runs that started from them are still there. */
async function weightsOf(db: Db, { base }: ExperimentSpec): Promise<{ id: string; name: string } | null> {
  if (base.kind === 'reuse' || base.weightsId === null) return null;
  return db.weights.findUnique({ where: { id: base.weightsId }, select: { id: true, name: true } });
}
