import { AppError } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import type { Db } from '@/server/db';
import { makesPictures } from '@/server/gallery/makesPictures';
import { settlePictures } from '@/server/gallery/settlePictures';
import { settleDependants } from './settleDependants';
import { writeLifecycleLog } from './writeLifecycleLog';

/**
 * Cancels a run: at once where it waits, otherwise its worker is asked to stop it. What it has written stays, and it can be retried.
 * @returns its status now: CANCELLED, or CLAIMED / RUNNING until the worker has stopped it; SUCCEEDED where only pictures were to be made
 * @throws AppError not_found, conflict (the run has ended)
 */
export function cancelRun(db: Db, runId: string): Promise<RunStatus> {
  return db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ status: RunStatus; attempt: number; asked: boolean }[]>`
      select status::text, attempt_number as attempt, cancel_requested_at is not null as asked
      from runs where id = ${runId}::uuid for update`;
    if (!row) throw new AppError('not_found', 'This run does not exist. Reload the page.');
    const { status, attempt, asked } = row;
    switch (status) {
      case 'BLOCKED':
      case 'QUEUED':
        if (await makesPictures(tx, runId)) {
          const settled = await settlePictures(tx, runId, { status: 'CANCELLED', message: null });
          await tx.$executeRaw`update runs set status = 'SUCCEEDED', status_message = null, updated_at = now() where id = ${runId}::uuid`;
          await writeLifecycleLog(tx, { runId, attempt, level: 'info', text: settled.text });
          await settleDependants(tx, runId);
          return 'SUCCEEDED';
        }
        await tx.$executeRaw`
          update runs set status = 'CANCELLED', status_code = null, status_message = null, finished_at = now(), updated_at = now()
          where id = ${runId}::uuid`;
        await writeLifecycleLog(tx, { runId, attempt, level: 'info', text: 'Cancelled while it was waiting.' });
        await settleDependants(tx, runId);
        return 'CANCELLED';
      case 'CLAIMED':
      case 'RUNNING':
        if (asked) return status;
        await tx.$executeRaw`
          update runs set cancel_requested_at = now(), updated_at = now() where id = ${runId}::uuid`;
        await writeLifecycleLog(tx, {
          runId,
          attempt,
          level: 'info',
          text: 'Cancelling: the worker is asked to stop.',
        });
        return status;
      default:
        throw new AppError('conflict', 'The run has ended already: there is nothing to cancel.');
    }
  });
}
