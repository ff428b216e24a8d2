import type { Tx } from '@/server/db';
import { waitsForBase } from './waitsForBase';
import { writeLifecycleLog } from './writeLifecycleLog';

type Settled = { id: string; run: string; attempt: number };

/**
 * Tells the work on runs that wait for this one what has become of it: it is queued once the base has succeeded, and says why it waits
 * otherwise. Call it in the transaction that changes the status of the base.
 */
export async function settleDependants(tx: Tx, baseRunId: string): Promise<void> {
  const base = await tx.run.findUniqueOrThrow({
    where: { id: baseRunId },
    select: { name: true, train: { select: { status: true, statusMessage: true } } },
  });
  const { status, statusCode, statusMessage } = waitsForBase({ name: base.name, ...base.train });
  const settled = await tx.$queryRaw<Settled[]>`
    update tasks t
    set status = ${status}::"TaskStatus", status_code = ${statusCode}, status_message = ${statusMessage}, updated_at = now()
    from runs r
    where r.base_run_id = ${baseRunId}::uuid and t.run_id = r.id and t.status = 'BLOCKED'
      and (t.status <> ${status}::"TaskStatus" or t.status_message is distinct from ${statusMessage})
    returning t.id::text, r.id::text as run, t.attempt_number as attempt`;
  for (const { id: taskId, run: runId, attempt } of settled) {
    const text = statusMessage ?? `Base run "${base.name}" has finished: queued.`;
    await writeLifecycleLog(tx, { taskId, runId, attempt, level: statusCode === null ? 'info' : 'warn', text });
  }
}
