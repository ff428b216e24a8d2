import { AppError } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import type { Db, Tx } from '@/server/db';
import { settleDependants } from './settleDependants';
import { waitsForBase } from './waitsForBase';
import { writeLifecycleLog } from './writeLifecycleLog';

/**
 * Puts a failed or cancelled run back into the queue. It goes on from its last checkpoint, or with `fromStart` forgets its
 * checkpoints, curves and evaluations first. A run whose base is not there yet waits for it; runs that wait for this one say so.
 * @returns QUEUED or BLOCKED
 * @throws AppError not_found, conflict (the run has not ended, or has succeeded)
 */
export function retryRun(
  db: Db,
  runId: string,
  { fromStart = false }: { fromStart?: boolean } = {},
): Promise<RunStatus> {
  return db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ status: RunStatus; attempt: number; baseRunId: string | null }[]>`
      select status::text, attempt_number as attempt, base_run_id::text as "baseRunId"
      from runs where id = ${runId}::uuid for update`;
    if (!row) throw new AppError('not_found', 'This run does not exist. Reload the page.');
    if (row.status !== 'FAILED' && row.status !== 'CANCELLED') {
      throw new AppError('conflict', 'Only a run that has failed or was cancelled can be retried.');
    }
    if (fromStart) await forgetResults(tx, runId);
    const { status, statusCode, statusMessage } = await waiting(tx, row.baseRunId);
    await tx.$executeRaw`
      update runs
      set status = ${status}::"RunStatus", status_code = ${statusCode}, status_message = ${statusMessage}, lost_attempts = 0,
        cancel_requested_at = null, finished_at = null, deleted_at = null, phase = null, eta_seconds = null, updated_at = now()
      where id = ${runId}::uuid`;
    const text = fromStart ? 'Retried from the start.' : 'Retried: it goes on from its last checkpoint.';
    await writeLifecycleLog(tx, { runId, attempt: row.attempt, level: 'info', text });
    await settleDependants(tx, runId);
    return status;
  });
}

/** The base is locked, so that it cannot end between the look at it and the write to the run that waits for it. */
async function waiting(tx: Tx, baseRunId: string | null): Promise<ReturnType<typeof waitsForBase>> {
  if (baseRunId === null) return { status: 'QUEUED', statusCode: null, statusMessage: null };
  await tx.$queryRaw`select 1 from runs where id = ${baseRunId}::uuid for share`;
  const select = { name: true, status: true, statusMessage: true } as const;
  return waitsForBase(await tx.run.findUniqueOrThrow({ where: { id: baseRunId }, select }));
}

async function forgetResults(tx: Tx, runId: string): Promise<void> {
  await tx.checkpoint.deleteMany({ where: { runId } });
  await tx.evaluation.deleteMany({ where: { runId } });
  await tx.partialScores.deleteMany({ where: { runId } });
  await tx.galleryRequest.deleteMany({ where: { runId } });
  await tx.metricPoint.deleteMany({ where: { runId } });
  await tx.metricLatest.deleteMany({ where: { runId } });
  await tx.$executeRaw`update runs set started_at = null, step = 0, progress = 0 where id = ${runId}::uuid`;
}
