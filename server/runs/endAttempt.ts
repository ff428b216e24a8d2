import { type ErrorCode, errorCodes } from '@/domain/errors';
import type { RunStatus } from '@/domain/runStatus';
import { printable } from '@/domain/text/textFault';
import type { Tx } from '@/server/db';
import { makesPictures } from '@/server/gallery/makesPictures';
import { settlePictures } from '@/server/gallery/settlePictures';
import type { Lease } from './lease';
import { settleDependants } from './settleDependants';
import { writeLifecycleLog } from './writeLifecycleLog';

/** How an attempt ended. LOST: its process vanished; PREEMPTED: it was asked to make room and wrote a checkpoint. */
export type AttemptEnd =
  | { outcome: 'SUCCEEDED' | 'CANCELLED' }
  | { outcome: 'FAILED'; code: ErrorCode; message: string }
  | { outcome: 'LOST' | 'PREEMPTED'; message: string };

const longestMessage = 2000;

type Next = { status: RunStatus; code: ErrorCode | null; message: string | null; text: string };

/**
 * Closes the current attempt of a run and puts the run where it belongs: its final status, or back into the queue after a loss or a
 * pre-emption. The caller holds the row of the run and has checked that the attempt is the current one.
 */
export async function endAttempt(tx: Tx, { runId, attempt }: Lease, reported: AttemptEnd): Promise<void> {
  const end = printableEnd(lossOf(reported));
  const run = await tx.run.findUniqueOrThrow({
    where: { id: runId },
    select: { lostAttempts: true, maxAttempts: true, cancelRequestedAt: true },
  });
  const lostAttempts = run.lostAttempts + Number(end.outcome === 'LOST');
  const next = await afterPictures(tx, runId, nextOf(end, { ...run, lostAttempts }));
  const code = 'code' in end ? end.code : null;
  const message = 'message' in end ? end.message : null;
  await tx.$executeRaw`
    update run_attempts
    set ended_at = now(), outcome = ${end.outcome}::"AttemptOutcome", code = ${code}, message = ${message}
    where run_id = ${runId}::uuid and number = ${attempt}`;
  const final = next.status !== 'QUEUED' && next.status !== 'BLOCKED';
  await tx.$executeRaw`
    update runs
    set status = ${next.status}::"RunStatus", status_code = ${next.code}, status_message = ${next.message},
      lost_attempts = ${end.outcome === 'SUCCEEDED' ? 0 : lostAttempts}, phase = null, eta_seconds = null,
      progress = case when ${next.status} = 'SUCCEEDED' then 1 else progress end,
      cancel_requested_at = case when ${final} then null else cancel_requested_at end,
      finished_at = case when ${final} then coalesce(finished_at, now()) else finished_at end, updated_at = now()
    where id = ${runId}::uuid`;
  const level =
    next.status === 'FAILED' || end.outcome === 'FAILED' ? 'error' : end.outcome === 'LOST' ? 'warn' : 'info';
  await writeLifecycleLog(tx, { runId, attempt, level, text: next.text });
  await settleDependants(tx, runId);
}

/** A run whose rows are all finished stays finished, whatever becomes of the pictures that it was asked for. */
async function afterPictures(tx: Tx, runId: string, next: Next): Promise<Next> {
  const { status, message } = next;
  if (status !== 'SUCCEEDED' && status !== 'FAILED' && status !== 'CANCELLED') return next;
  if (!(await makesPictures(tx, runId))) return next;
  return { code: null, message: null, ...(await settlePictures(tx, runId, { status, message })) };
}

/** A message may quote a file or a program. */
function printableEnd(end: AttemptEnd): AttemptEnd {
  return 'message' in end ? { ...end, message: printable(end.message, { lines: 'many', most: longestMessage }) } : end;
}

/** A failure that may pass by itself counts like a loss: try again from the last checkpoint. */
function lossOf(end: AttemptEnd): AttemptEnd {
  return end.outcome === 'FAILED' && errorCodes[end.code].retry ? { outcome: 'LOST', message: end.message } : end;
}

type RunState = { lostAttempts: number; maxAttempts: number; cancelRequestedAt: Date | null };

function nextOf(end: AttemptEnd, { lostAttempts, maxAttempts, cancelRequestedAt }: RunState): Next {
  const cancelled: Next = { status: 'CANCELLED', code: null, message: null, text: 'Cancelled.' };
  switch (end.outcome) {
    case 'SUCCEEDED':
      return { status: 'SUCCEEDED', code: null, message: null, text: 'Finished.' };
    case 'CANCELLED':
      return cancelled;
    case 'FAILED':
      if (end.code === 'base_damaged')
        return { status: 'BLOCKED', code: end.code, message: end.message, text: end.message };
      return { status: 'FAILED', code: end.code, message: end.message, text: `Failed (${end.code}): ${end.message}` };
    case 'PREEMPTED':
      if (cancelRequestedAt !== null) return cancelled;
      return {
        status: 'QUEUED',
        code: null,
        message: null,
        text: `Stopped: ${end.message} It goes on from its last checkpoint.`,
      };
    case 'LOST': {
      if (cancelRequestedAt !== null) return cancelled;
      const lost = `Attempt lost (${lostAttempts} of ${maxAttempts}): ${end.message}`;
      if (lostAttempts < maxAttempts) {
        return { status: 'QUEUED', code: null, message: lost, text: `${lost} It goes on from its last checkpoint.` };
      }
      const message = `The run was lost ${lostAttempts} times; the last time: ${end.message} Look at the log and at the memory of the host, then retry.`;
      return { status: 'FAILED', code: 'worker_lost', message, text: message };
    }
  }
}
