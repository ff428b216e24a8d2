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
  const dataset = await db.dataset.findUnique({
    where: { slug: spec.dataset },
    select: { id: true, name: true, trainVideos: true, testVideos: true },
  });
  return { ...experiment, spec, setup: setupDiff(spec, dataset), dataset, state };
}
