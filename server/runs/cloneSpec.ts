import { AppError } from '@/domain/errors';
import { type ExperimentSpec, storedSpecSchema } from '@/domain/experimentSpec';
import { runConfigSchema } from '@/domain/runConfig';
import { damagedText } from '@/domain/stored';
import { shorten } from '@/domain/text/textFault';
import type { Db } from '@/server/db';

/**
 * The experiment that would train this one run again: its rows, seed and recipe, with the finished base it started from.
 * The form opens with it, to be edited before anything is launched.
 * @throws AppError not_found; damaged
 */
export async function cloneSpec(db: Db, runId: string): Promise<ExperimentSpec> {
  const run = await db.run.findUnique({
    where: { id: runId },
    select: {
      name: true,
      config: true,
      weightsId: true,
      baseRun: { select: { id: true, deletedAt: true, train: { select: { status: true } } } },
      experiment: { select: { spec: true } },
    },
  });
  if (!run) throw new AppError('not_found', 'There is no such run. Look for it in the list of runs.');
  const parsed = runConfigSchema.safeParse(run.config);
  const spec = storedSpecSchema.safeParse(run.experiment.spec);
  if (!parsed.success || !spec.success) {
    const what = parsed.success ? `The set-up that run "${run.name}" belongs to` : `The config of run "${run.name}"`;
    throw new AppError('damaged', damagedText({ what, next: 'Set up a new ablation instead.' }));
  }
  const { recipe, training, evaluations, seed, ...shared } = parsed.data;
  const isBase = training.secondView === 'none';
  const base = run.baseRun;
  const reuses = base !== null && base.train.status === 'SUCCEEDED' && base.deletedAt === null;
  return {
    ...shared,
    name: `${shorten(run.name, 110)} (copy)`,
    notes: '',
    recipePreset: spec.data.recipePreset,
    baseRecipe: isBase ? recipe : spec.data.baseRecipe,
    ablationRecipe: isBase ? spec.data.ablationRecipe : recipe,
    cells: evaluations.map(({ variant }) => ({ variant, fusion: training.fusion })),
    seeds: [seed],
    base: reuses ? { kind: 'reuse', runId: base.id } : { kind: 'train', weightsId: run.weightsId },
    table1Frames: [],
  };
}
