import { AppError } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import type { Db, Tx } from '@/server/db';
import { settleDependants } from './settleDependants';
import { weightsDamage } from './weightsDamage';
import { writeLifecycleLog } from './writeLifecycleLog';

/**
 * Has the damaged final weights of a finished run made again: it goes to the head of the queue and on from its newest checkpoint that is
 * whole, or from its start; its evaluations stay. Runs that start from it wait meanwhile and go on by themselves. Where the weights are
 * whole (somebody put the file back), runs that wait for them go on at once.
 * @param root folder of all artifacts; undefined: nobody looks at the bytes
 * @throws AppError not_found, conflict (the run has not finished, or is at work on it)
 */
export async function restoreWeights(
  db: Db,
  { runId, root }: { runId: string; root: string | undefined },
): Promise<{ restored: boolean }> {
  const damage = await weightsDamage(db, { runId, root });
  return db.$transaction(async (tx) => {
    const [run] = await tx.$queryRaw<{ name: string; status: RunStatus; attempt: number }[]>`
      select name, status::text, attempt_number as attempt from runs
      where id = ${runId}::uuid and deleted_at is null for update`;
    if (!run) throw new AppError('not_found', 'This run does not exist or was deleted. Restore it first.');
    if (run.status === 'FAILED' || run.status === 'CANCELLED') {
      throw new AppError('conflict', `"${run.name}" has not finished. Retry it: then it makes its weights.`);
    }
    if (run.status !== 'SUCCEEDED') {
      throw new AppError('conflict', `"${run.name}" is in the queue or at work already: wait until it has finished.`);
    }
    if (damage) {
      await holdDependants(tx, runId);
      await tx.$executeRaw`
        update runs
        set status = 'QUEUED', lost_attempts = 0, status_message = ${damage.message}, updated_at = now(),
          queue_position = coalesce((select min(queue_position) from runs where status in ('QUEUED', 'BLOCKED')), 0) - 1
        where id = ${runId}::uuid`;
      const text = `Queued to restore its weights. ${damage.message}`;
      await writeLifecycleLog(tx, { runId, attempt: run.attempt, level: 'warn', text });
    }
    await settleDependants(tx, runId);
    return { restored: damage !== null };
  });
}

/** Runs in the queue that would find the damaged weights wait for the new ones instead. */
async function holdDependants(tx: Tx, runId: string): Promise<void> {
  await tx.$executeRaw`
    update runs set status = 'BLOCKED', updated_at = now() where base_run_id = ${runId}::uuid and status = 'QUEUED'`;
}
