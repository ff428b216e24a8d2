import type { Tx } from '@/server/db';
import { waitsForBase } from './waitsForBase';
import { writeLifecycleLog } from './writeLifecycleLog';

/**
 * Tells the runs that wait for this one what has become of it: they are queued once it has succeeded, and say why they wait otherwise.
 * Call it in the transaction that changes the status of the base.
 */
export async function settleDependants(tx: Tx, baseRunId: string): Promise<void> {
  const base = await tx.run.findUniqueOrThrow({
    where: { id: baseRunId },
    select: { name: true, status: true, statusMessage: true },
  });
  const { status, statusCode, statusMessage } = waitsForBase(base);
  const settled = await tx.$queryRaw<{ id: string; attempt_number: number }[]>`
    update runs
    set status = ${status}::"RunStatus", status_code = ${statusCode}, status_message = ${statusMessage}, updated_at = now()
    where base_run_id = ${baseRunId}::uuid and status = 'BLOCKED'
      and (status <> ${status}::"RunStatus" or status_message is distinct from ${statusMessage})
    returning id::text, attempt_number`;
  for (const { id, attempt_number: attempt } of settled) {
    const text = statusMessage ?? `Base run "${base.name}" has finished: queued.`;
    await writeLifecycleLog(tx, { runId: id, attempt, level: statusCode === null ? 'info' : 'warn', text });
  }
}
