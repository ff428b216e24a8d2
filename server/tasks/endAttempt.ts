import { type ErrorCode, errorCodes } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import { readTaskKind, taskKinds } from '@/domain/tasks';
import { printable, printableValue } from '@/domain/text/textFault';
import type { Tx } from '@/server/db';
import { storableJson } from '@/server/storable';
import type { Lease } from './lease';
import { settleTask } from './settleTask';
import { writeLifecycleLog } from './writeLifecycleLog';

/**
 * How an attempt ended. LOST: its process vanished; PREEMPTED: it was asked to make room. Both go on from where they stopped.
 * `result`: of an import; of a failure, what is known all the same, e.g. why weights do not fit.
 */
export type AttemptEnd =
  | { outcome: 'SUCCEEDED'; result?: unknown }
  | { outcome: 'CANCELLED' }
  | { outcome: 'FAILED'; code: ErrorCode; message: string; result?: unknown }
  | { outcome: 'LOST' | 'PREEMPTED'; message: string };

const longestMessage = 2000;

type Next = { status: RunStatus; code: ErrorCode | null; message: string | null; text: string };

/**
 * Closes the current attempt of a task and puts the task where it belongs: its final status, or back into the queue after a loss or a
 * pre-emption. The caller holds the row of the task and has checked that the attempt is the current one.
 * @returns where the task stands now
 */
export async function endAttempt(
  tx: Tx,
  { taskId, attempt }: Pick<Lease, 'taskId' | 'attempt'>,
  reported: AttemptEnd,
): Promise<RunStatus> {
  const end = printableEnd(lossOf(reported));
  const task = await tx.task.findUniqueOrThrow({
    where: { id: taskId },
    select: { kind: true, runId: true, lostAttempts: true, maxAttempts: true, cancelRequestedAt: true },
  });
  const kind = readTaskKind(task.kind);
  const lostAttempts = task.lostAttempts + Number(end.outcome === 'LOST');
  const goesOn = kind === null ? 'where it stopped' : taskKinds[kind].goesOn;
  const next = nextOf(end, { ...task, lostAttempts, goesOn });
  const code = 'code' in end ? end.code : null;
  const message = 'message' in end ? end.message : null;
  const result = 'result' in end && end.result !== undefined ? storableJson(printableValue(end.result)) : null;
  await tx.$executeRaw`
    update task_attempts
    set ended_at = now(), outcome = ${end.outcome}::"AttemptOutcome", code = ${code}, message = ${message}
    where task_id = ${taskId}::uuid and number = ${attempt}`;
  const final = next.status !== 'QUEUED' && next.status !== 'BLOCKED';
  await tx.$executeRaw`
    update tasks
    set status = ${next.status}::"TaskStatus", status_code = ${next.code}, status_message = ${next.message},
      lost_attempts = ${end.outcome === 'SUCCEEDED' ? 0 : lostAttempts}, phase = null, eta_seconds = null,
      result = coalesce(${result}::jsonb, result),
      progress = case when ${next.status} = 'SUCCEEDED' then 1 else progress end,
      cancel_requested_at = case when ${final} then null else cancel_requested_at end,
      finished_at = case when ${final} then now() end, updated_at = now()
    where id = ${taskId}::uuid`;
  const level =
    next.status === 'FAILED' || end.outcome === 'FAILED' ? 'error' : end.outcome === 'LOST' ? 'warn' : 'info';
  const { runId } = task;
  await writeLifecycleLog(tx, { taskId, runId, attempt, level, text: next.text });
  if (kind !== null) await settleTask(tx, { taskId, kind, runId, status: next.status, message: next.message });
  return next.status;
}

/** A message may quote a file or a program. */
function printableEnd(end: AttemptEnd): AttemptEnd {
  return 'message' in end ? { ...end, message: printable(end.message, { lines: 'many', most: longestMessage }) } : end;
}

/** A failure that may pass by itself counts like a loss: try again. */
function lossOf(end: AttemptEnd): AttemptEnd {
  return end.outcome === 'FAILED' && errorCodes[end.code].retry ? { outcome: 'LOST', message: end.message } : end;
}

type TaskState = { lostAttempts: number; maxAttempts: number; cancelRequestedAt: Date | null; goesOn: string };

function nextOf(end: AttemptEnd, { lostAttempts, maxAttempts, cancelRequestedAt, goesOn }: TaskState): Next {
  const quiet = { code: null, message: null };
  const cancelled: Next = { ...quiet, status: 'CANCELLED', text: 'Cancelled.' };
  switch (end.outcome) {
    case 'SUCCEEDED':
      return { ...quiet, status: 'SUCCEEDED', text: 'Finished.' };
    case 'CANCELLED':
      return cancelled;
    case 'FAILED':
      if (end.code === 'base_damaged')
        return { status: 'BLOCKED', code: end.code, message: end.message, text: end.message };
      return { status: 'FAILED', code: end.code, message: end.message, text: `Failed (${end.code}): ${end.message}` };
    case 'PREEMPTED':
      if (cancelRequestedAt !== null) return cancelled;
      return { ...quiet, status: 'QUEUED', text: `Stopped: ${end.message} It goes on ${goesOn}.` };
    case 'LOST': {
      if (cancelRequestedAt !== null) return cancelled;
      const lost = `Attempt lost (${lostAttempts} of ${maxAttempts}): ${end.message}`;
      if (lostAttempts < maxAttempts) {
        return { status: 'QUEUED', code: null, message: lost, text: `${lost} It goes on ${goesOn}.` };
      }
      const message = `It was lost ${lostAttempts} times; the last time: ${end.message} Look at the log and at the memory of the host, then retry.`;
      return { status: 'FAILED', code: 'worker_lost', message, text: message };
    }
  }
}
