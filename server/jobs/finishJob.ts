import { type ErrorCode, errorCodes } from '@/domain/errors';
import type { JobStatus } from '@/domain/jobs';
import { printable, printableValue } from '@/domain/text/textFault';
import type { Db, Tx } from '@/server/db';
import { storableJson } from '@/server/storable';
import { type JobLease, withJobLease } from './jobLease';

/** How an attempt at a job ended. LOST: its process vanished; PREEMPTED: its worker stops. Both go on from where they stopped. */
export type JobEnd =
  | { outcome: 'SUCCEEDED'; result: unknown }
  | { outcome: 'CANCELLED' | 'PREEMPTED' }
  /** `result`: what is known all the same, e.g. why weights do not fit. */
  | { outcome: 'FAILED'; code: ErrorCode; message: string; result?: unknown }
  | { outcome: 'LOST'; message: string };

const mostLosses = 5;

type Next = { status: JobStatus; code: ErrorCode | null; message: string | null; lost: number };

/** Ends the attempt that holds a job and puts the job where it belongs. @throws AppError fenced */
export function finishJob(db: Db, lease: JobLease, end: JobEnd): Promise<JobStatus> {
  return withJobLease(db, lease, (tx) => endJob(tx, lease.jobId, end));
}

/** The same for a caller that holds the row of the job already. */
export async function endJob(tx: Tx, jobId: string, end: JobEnd): Promise<JobStatus> {
  const job = await tx.job.findUniqueOrThrow({
    where: { id: jobId },
    select: { lostAttempts: true, cancelRequestedAt: true },
  });
  const next = nextOf(lossOf(end), job);
  const result = 'result' in end && end.result !== undefined ? storableJson(printableValue(end.result)) : null;
  const message = next.message === null ? null : printable(next.message, { lines: 'many', most: longestMessage });
  const final = next.status !== 'QUEUED';
  await tx.$executeRaw`
    update jobs
    set status = ${next.status}::"JobStatus", code = ${next.code}, message = ${message}, lost_attempts = ${next.lost},
      result = coalesce(${result}::jsonb, result), eta_seconds = null, lease_expires_at = null, worker_id = null,
      still_since = null, still_message = null,
      cancel_requested_at = case when ${final} then null else cancel_requested_at end,
      finished_at = case when ${final} then now() end, updated_at = now()
    where id = ${jobId}::uuid`;
  return next.status;
}

/** A message may quote what stood in a file, and nobody reads a megabyte. */
const longestMessage = 2000;

/** A failure that may pass by itself counts like a loss. */
function lossOf(end: JobEnd): JobEnd {
  return end.outcome === 'FAILED' && errorCodes[end.code].retry ? { outcome: 'LOST', message: end.message } : end;
}

function nextOf(end: JobEnd, job: { lostAttempts: number; cancelRequestedAt: Date | null }): Next {
  const kept = { code: null, message: null, lost: job.lostAttempts };
  if (end.outcome === 'SUCCEEDED') return { ...kept, status: 'SUCCEEDED' };
  if (end.outcome === 'FAILED') return { ...kept, status: 'FAILED', code: end.code, message: end.message };
  if (job.cancelRequestedAt !== null || end.outcome === 'CANCELLED') return { ...kept, status: 'CANCELLED' };
  if (end.outcome !== 'LOST') return { ...kept, status: 'QUEUED' };
  const lost = job.lostAttempts + 1;
  if (lost < mostLosses) {
    const message = `Interrupted (${lost} of ${mostLosses}): ${end.message} It goes on where it stopped.`;
    return { status: 'QUEUED', code: null, message, lost };
  }
  const message = `Interrupted ${lost} times; the last time: ${end.message} Look at the log and at the memory of the worker, then start it again.`;
  return { status: 'FAILED', code: 'worker_lost', message, lost };
}
