import type { z } from 'zod';
import { AppError } from '@/domain/errors';
import { type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import { planRuns } from '@/domain/planRuns';
import type { Db, Tx } from '@/server/db';
import { createRun } from '@/server/runs/createRun';
import { endOfQueue } from '@/server/tasks/queueEnds';
import { waitsForBase } from '@/server/tasks/waitsForBase';
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
  const first = await endOfQueue(tx);
  const bases = new Map<number, BaseRun>();
  const runIds: string[] = [];
  for (const [index, { key, name, config, needsBase, weightsId }] of planRuns(spec).entries()) {
    const base = needsBase ? (reused ?? bases.get(config.seed) ?? null) : null;
    const queuePosition = first + index;
    const run = { experimentId, key, name, config, baseRunId: base?.id ?? null, weightsId, queuePosition };
    const id = await createRun(tx, run, waitsForBase(base && { ...base, statusMessage: null }));
    if (key === `base-seed${config.seed}`) bases.set(config.seed, { id, name, status: 'QUEUED' });
    runIds.push(id);
  }
  return { experimentId, runIds };
}

async function assertDataset(tx: Tx, slug: string): Promise<void> {
  const dataset = await tx.dataset.findFirst({ where: { slug, deletedAt: null }, select: { id: true } });
  if (!dataset) throw new AppError('not_found', `There is no dataset "${slug}". Import it, or choose another one.`);
}
