import { AppError } from '@/domain/errors';
import type { Db, Tx } from '@/server/db';

/** The right to write to a task: its id and the number of the attempt (the fencing token); `runId`: the run it works on, if any. */
export type Lease = { taskId: string; attempt: number; runId: string | null };
/** The same for work on a run. */
export type RunLease = Lease & { runId: string };

/**
 * Writes in a transaction that holds the row of the task, so that no other attempt can begin meanwhile and the writes of one task
 * follow each other.
 * @throws AppError fenced where the task has ended, was given to another attempt, or is gone
 */
export function withLease<T>(db: Db, lease: Lease, write: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await assertLease(tx, lease);
    return write(tx);
  });
}

async function assertLease(tx: Tx, lease: Lease): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    select 1 from tasks
    where id = ${lease.taskId}::uuid and attempt_number = ${lease.attempt} and status in ('CLAIMED', 'RUNNING')
    for no key update`;
  if (held.length === 0) throw fenced(lease);
}

export function fenced({ taskId, attempt }: Lease): AppError {
  return new AppError('fenced', `Attempt ${attempt} no longer holds task ${taskId}: its writes are refused.`);
}
