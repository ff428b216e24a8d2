import { AppError } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import { readTaskKind } from '@/domain/tasks';
import type { Db } from '@/server/db';
import { settleTask } from './settleTask';
import { writeLifecycleLog } from './writeLifecycleLog';

type Row = { kind: string; runId: string | null; status: RunStatus; attempt: number; asked: boolean };

/**
 * Cancels a task: at once where it waits, otherwise its worker is asked to stop it. What it has written stays, and it can be retried.
 * @param taskId of the training of a run: the id of the run
 * @returns its status now: CANCELLED, or CLAIMED / RUNNING until the worker has stopped it
 * @throws AppError not_found, conflict (it has ended)
 */
export function cancelTask(db: Db, taskId: string): Promise<RunStatus> {
  return db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      select kind, run_id::text as "runId", status::text, attempt_number as attempt, cancel_requested_at is not null as asked
      from tasks where id = ${taskId}::uuid for update`;
    if (!row) throw new AppError('not_found', 'This work does not exist any more. Reload the page.');
    const { runId, status, attempt, asked } = row;
    const line = { taskId, runId, attempt, level: 'info' as const };
    switch (status) {
      case 'BLOCKED':
      case 'QUEUED': {
        await tx.$executeRaw`
          update tasks set status = 'CANCELLED', status_code = null, status_message = null, finished_at = now(), updated_at = now()
          where id = ${taskId}::uuid`;
        await writeLifecycleLog(tx, { ...line, text: 'Cancelled while it was waiting.' });
        const kind = readTaskKind(row.kind);
        if (kind !== null) await settleTask(tx, { taskId, kind, runId, status: 'CANCELLED', message: null });
        return 'CANCELLED';
      }
      case 'CLAIMED':
      case 'RUNNING':
        if (asked) return status;
        await tx.$executeRaw`
          update tasks set cancel_requested_at = now(), updated_at = now() where id = ${taskId}::uuid`;
        await writeLifecycleLog(tx, { ...line, text: 'Cancelling: the worker is asked to stop.' });
        return status;
      default:
        throw new AppError('conflict', 'It has ended already: there is nothing to cancel.');
    }
  });
}
