import { AppError } from '@/domain/errors';
import { openStatuses } from '@/domain/runStatus';
import type { Db, Tx } from '@/server/db';
import { queueRunTask } from '@/server/tasks/queueRunTask';
import { settleDependants } from '@/server/tasks/settleDependants';
import { weightsDamage } from './weightsDamage';

/**
 * Has the damaged final weights of a finished run made again by a task at the head of the queue: training goes on from its newest
 * checkpoint that is whole, or from its start; the run stays finished and its evaluations stay. Runs that start from it wait meanwhile
 * and go on by themselves. Where the weights are whole (somebody put the file back), runs that wait for them go on at once.
 * @param root folder of all artifacts; undefined: nobody looks at the bytes
 * @throws AppError not_found, conflict (the run has not finished, or its weights are being restored)
 */
export async function restoreWeights(
  db: Db,
  { runId, root }: { runId: string; root: string | undefined },
): Promise<{ restored: boolean }> {
  const damage = await weightsDamage(db, { runId, root });
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from tasks where id = ${runId}::uuid for update`;
    const run = await tx.run.findFirst({
      where: { id: runId, deletedAt: null },
      select: { name: true, train: { select: { status: true } } },
    });
    if (!run) throw new AppError('not_found', 'This run does not exist or was deleted. Restore it first.');
    const { status } = run.train;
    if (status === 'FAILED' || status === 'CANCELLED') {
      throw new AppError('conflict', `"${run.name}" has not finished. Retry it: then it makes its weights.`);
    }
    const restoring = (await tx.task.count({ where: { runId, kind: 'restore', status: { in: openStatuses } } })) > 0;
    if (status !== 'SUCCEEDED' || restoring) {
      throw new AppError('conflict', `"${run.name}" is in the queue or at work already: wait until it has finished.`);
    }
    if (damage === null) {
      await settleDependants(tx, runId);
      return { restored: false };
    }
    await holdDependants(tx, runId, `Waits until the weights of base run "${run.name}" are restored.`);
    const text = `Queued to restore its weights. ${damage.message}`;
    await queueRunTask(tx, { runId, kind: 'restore', text, message: damage.message });
    return { restored: true };
  });
}

/** Work in the queue that would find the damaged weights waits for the new ones instead. */
async function holdDependants(tx: Tx, runId: string, message: string): Promise<void> {
  await tx.$executeRaw`
    update tasks t set status = 'BLOCKED', status_code = null, status_message = ${message}, updated_at = now()
    from runs r
    where r.base_run_id = ${runId}::uuid and t.run_id = r.id
      and (t.status = 'QUEUED' or (t.status = 'BLOCKED' and t.status_code = 'base_damaged'))`;
}
