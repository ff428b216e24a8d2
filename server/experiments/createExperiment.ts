import type { z } from 'zod';
import { AppError } from '@/domain/errors';
import { type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import { planRuns } from '@/domain/planRuns';
import type { Db, Tx } from '@/server/db';
import { waitsForBase } from '@/server/runs/waitsForBase';
import { type BaseRun, reusableBase } from './reusableBase';

export type NewExperiment = { experimentId: string; runIds: string[] };

/**
 * Creates an experiment with all its runs, in one transaction. Base runs are queued; ablation runs wait, visibly, for the base run of
 * their seed, or are queued at once where a finished base is reused. New runs join the end of the queue, in the order of the plan.
 * @param input an experiment as the form sends it (domain/experimentSpec.ts); anything else is a ZodError
 * @param onceKey makes the experiment once: a second one with the same key is a conflict
 * @throws AppError not_found (dataset, base run), conflict (the base does not fit)
 */
export async function createExperiment(
  db: Db,
  input: z.input<typeof experimentSpecSchema>,
  { onceKey = null }: { onceKey?: string | null } = {},
): Promise<NewExperiment> {
  const spec = experimentSpecSchema.parse(input);
  return db.$transaction((tx) => insertExperiment(tx, spec, onceKey));
}

async function insertExperiment(tx: Tx, spec: ExperimentSpec, onceKey: string | null): Promise<NewExperiment> {
  await assertDataset(tx, spec.dataset);
  const reused = spec.base.kind === 'reuse' ? await reusableBase(tx, spec, spec.base.runId) : null;
  const { id: experimentId } = await tx.experiment.create({
    data: { name: spec.name, notes: spec.notes, spec, onceKey },
    select: { id: true },
  });
  const last = await tx.run.aggregate({
    where: { status: { in: ['QUEUED', 'BLOCKED'] } },
    _max: { queuePosition: true },
  });
  const bases = new Map<number, BaseRun>();
  const runIds: string[] = [];
  for (const [index, { key, name, config, needsBase, weightsId }] of planRuns(spec).entries()) {
    const base = needsBase ? (reused ?? bases.get(config.seed) ?? null) : null;
    const { id } = await tx.run.create({
      data: {
        ...(base === null ? { status: 'QUEUED' as const } : waitsForBase({ ...base, statusMessage: null })),
        ...{ experimentId, key, name, config, seed: config.seed, baseRunId: base?.id ?? null, weightsId },
        queuePosition: (last._max.queuePosition ?? 0) + 1 + index,
      },
      select: { id: true },
    });
    if (key === `base-seed${config.seed}`) bases.set(config.seed, { id, name, status: 'QUEUED' });
    runIds.push(id);
  }
  return { experimentId, runIds };
}

async function assertDataset(tx: Tx, slug: string): Promise<void> {
  const dataset = await tx.dataset.findFirst({ where: { slug, deletedAt: null }, select: { id: true } });
  if (!dataset) throw new AppError('not_found', `There is no dataset "${slug}". Import it, or choose another one.`);
}
