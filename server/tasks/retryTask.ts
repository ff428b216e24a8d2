import { AppError } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import type { Db, Tx } from '@/server/db';
import { forgetResults } from './forgetResults';
import { settleDependants } from './settleDependants';
import { waitsForBase } from './waitsForBase';
import { writeLifecycleLog } from './writeLifecycleLog';

type Row = { kind: string; runId: string | null; status: RunStatus; attempt: number };

/**
 * Puts a task that failed or was cancelled back into the queue. It goes on where it stopped; a training from its last checkpoint, or
 * with `fromStart` it forgets its checkpoints, curves and evaluations first. Work on a run whose base is not there yet waits for it;
 * runs that wait for this one say so.
 * @param taskId of the training of a run: the id of the run
 * @returns QUEUED or BLOCKED
 * @throws AppError not_found, conflict (it has not ended, or has succeeded)
 */
export function retryTask(
  db: Db,
  taskId: string,
  { fromStart = false }: { fromStart?: boolean } = {},
): Promise<RunStatus> {
  return db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      select kind, run_id::text as "runId", status::text, attempt_number as attempt
      from tasks where id = ${taskId}::uuid for update`;
    if (!row) throw new AppError('not_found', 'This work does not exist any more. Reload the page.');
    if (row.status !== 'FAILED' && row.status !== 'CANCELLED') {
      throw new AppError('conflict', 'Only what has failed or was cancelled can be retried.');
    }
    const trains = row.kind === 'train';
    const { runId } = row;
    if (fromStart && trains) await forgetResults(tx, taskId);
    const { status, statusCode, statusMessage } = await waiting(tx, runId);
    await tx.$executeRaw`
      update tasks
      set status = ${status}::"TaskStatus", status_code = ${statusCode}, status_message = ${statusMessage}, lost_attempts = 0,
        cancel_requested_at = null, finished_at = null, phase = null, eta_seconds = null, updated_at = now()
      where id = ${taskId}::uuid`;
    if (trains) await tx.run.update({ where: { id: taskId }, data: { deletedAt: null } });
    const from = fromStart ? 'Retried from the start.' : 'Retried: it goes on from its last checkpoint.';
    const text = trains ? from : 'Retried: it goes on where it stopped.';
    await writeLifecycleLog(tx, { taskId, runId, attempt: row.attempt, level: 'info', text });
    if (trains) await settleDependants(tx, taskId);
    return status;
  });
}

/** The base is locked, so that it cannot end between the look at it and the write to the run that waits for it. */
async function waiting(tx: Tx, runId: string | null): Promise<ReturnType<typeof waitsForBase>> {
  const run =
    runId === null ? null : await tx.run.findUniqueOrThrow({ where: { id: runId }, select: { baseRunId: true } });
  if (run === null || run.baseRunId === null) return waitsForBase(null);
  await tx.$queryRaw`select 1 from tasks where id = ${run.baseRunId}::uuid for share`;
  const base = await tx.run.findUniqueOrThrow({
    where: { id: run.baseRunId },
    select: { name: true, train: { select: { status: true, statusMessage: true } } },
  });
  return waitsForBase({ name: base.name, ...base.train });
}
