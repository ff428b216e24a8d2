import { AppError } from '@/domain/errors';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { type SetupLine, setupDiff } from '@/domain/table2/setupDiff';
import type { Db } from '@/server/db';
import { isDamaged } from '@/server/runs/storedConfig';
import { type ExperimentState, experimentStates } from './experimentStates';
import { requireSpec } from './storedSpec';

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
  /** Runs whose configs cannot be read. */
  damagedRuns: { id: string; name: string }[];
  createdAt: Date;
  deletedAt: Date | null;
  state: ExperimentState;
};

/**
 * One experiment with its progress; also a deleted one, so that deleting can be undone from its page.
 * @throws AppError not_found, damaged
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
  const spec = requireSpec(experiment);
  const [dataset, weights, damagedRuns] = await Promise.all([
    db.dataset.findUnique({
      where: { slug: spec.dataset },
      select: { id: true, name: true, trainVideos: true, testVideos: true },
    }),
    weightsOf(db, spec),
    findDamagedRuns(db, id),
  ]);
  return {
    ...experiment,
    spec,
    setup: setupDiff(spec, dataset, weights?.name ?? null),
    dataset,
    weights,
    damagedRuns,
    state,
  };
}

async function findDamagedRuns(db: Db, experimentId: string): Promise<{ id: string; name: string }[]> {
  const runs = await db.run.findMany({
    where: { experimentId, deletedAt: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true, name: true, config: true },
  });
  return runs.filter(isDamaged).map(({ id, name }) => ({ id, name }));
}

/** Also where they were deleted meanwhile: the runs that started from them are still there. */
async function weightsOf(db: Db, { base }: ExperimentSpec): Promise<{ id: string; name: string } | null> {
  if (base.kind === 'reuse' || base.weightsId === null) return null;
  return db.weights.findUnique({ where: { id: base.weightsId }, select: { id: true, name: true } });
}
