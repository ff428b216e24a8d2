import { AppError } from '@/domain/errors';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import type { Db, Tx } from '@/server/db';
import { readConfig } from '@/server/runs/storedConfig';
import { specOfRuns } from './specOfRuns';
import { readSpec } from './storedSpec';

/** Whether `restoreSpec` can mend this experiment. @throws AppError not_found */
export async function isSpecRestorable(db: Db, id: string): Promise<boolean> {
  const { spec, found } = await findSpec(db, id);
  return readSpec(spec) === null && found !== null;
}

/**
 * Writes the set-up of an experiment anew, as the configs of its runs tell it, where the one in its row cannot be read any more.
 * @throws AppError not_found; conflict where the set-up is sound; damaged where the configs do not tell it
 */
export function restoreSpec(db: Db, id: string): Promise<void> {
  return db.$transaction(async (tx) => {
    const { name, spec, found } = await findSpec(tx, id);
    if (readSpec(spec) !== null)
      throw new AppError('conflict', 'The set-up of this experiment is sound: there is nothing to restore.');
    if (found === null)
      throw new AppError(
        'damaged',
        `The configs of the runs of "${name}" do not tell its set-up: too many are damaged. Delete the experiment, or set it up anew.`,
      );
    await tx.experiment.update({ where: { id }, data: { spec: found } });
  });
}

async function findSpec(
  db: Db | Tx,
  id: string,
): Promise<{ name: string; spec: unknown; found: ExperimentSpec | null }> {
  const experiment = await db.experiment.findUnique({
    where: { id },
    select: {
      name: true,
      notes: true,
      spec: true,
      runs: {
        orderBy: [{ createdAt: 'asc' }, { train: { queuePosition: 'asc' } }],
        select: { key: true, config: true, baseRunId: true, weightsId: true, baseRun: { select: { config: true } } },
      },
    },
  });
  if (!experiment) throw new AppError('not_found', 'This experiment does not exist. Look for it in the list.');
  const { name, notes, spec } = experiment;
  const runs = experiment.runs.map((run) => ({ ...run, config: readConfig(run.config) }));
  const other = runs.find(({ baseRun }) => baseRun !== null)?.baseRun;
  const reusedRecipe = other ? (readConfig(other.config)?.recipe ?? null) : null;
  return { name, spec, found: specOfRuns({ name, notes, runs, reusedRecipe }) };
}
