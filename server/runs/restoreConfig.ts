import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { writeLifecycleLog } from '@/server/tasks/writeLifecycleLog';
import { damagedConfigText, isDamaged, plannedConfig } from './storedConfig';

/**
 * Writes the config of a run anew, as its experiment planned it, where the one in its row cannot be read any more.
 * @throws AppError not_found; conflict where the config is sound; damaged where the set-up of the experiment cannot be read either
 */
export function restoreConfig(db: Db, runId: string): Promise<void> {
  return db.$transaction(async (tx) => {
    const run = await tx.run.findUnique({
      where: { id: runId },
      select: {
        key: true,
        name: true,
        config: true,
        train: { select: { attemptNumber: true } },
        experiment: { select: { spec: true } },
      },
    });
    if (!run) throw new AppError('not_found', 'There is no such run. Look for it in the list of runs.');
    if (!isDamaged(run))
      throw new AppError('conflict', 'The config of this run is sound: there is nothing to restore.');
    const config = plannedConfig({ key: run.key, spec: run.experiment.spec });
    if (config === null) throw new AppError('damaged', damagedConfigText({ name: run.name, restorable: false }));
    await tx.run.update({ where: { id: runId }, data: { config } });
    const text = 'The damaged config was restored from the set-up of the experiment.';
    await writeLifecycleLog(tx, { taskId: runId, runId, attempt: run.train.attemptNumber, level: 'info', text });
  });
}
