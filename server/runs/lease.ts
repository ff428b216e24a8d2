import { AppError } from '@/domain/errors';
import type { Db, Tx } from '@/server/db';

/** The right to write to a run: its id and the number of the attempt (the fencing token). */
export type Lease = { runId: string; attempt: number };

/**
 * Writes in a transaction that holds the row of the run, so that no other attempt can begin meanwhile and the writes of one run
 * follow each other.
 * @throws AppError fenced where the run has ended, was given to another attempt, or is gone
 */
export function withLease<T>(db: Db, lease: Lease, write: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await assertLease(tx, lease);
    return write(tx);
  });
}

async function assertLease(tx: Tx, { runId, attempt }: Lease): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    select 1 from runs
    where id = ${runId}::uuid and attempt_number = ${attempt} and status in ('CLAIMED', 'RUNNING')
    for no key update`;
  if (held.length === 0) throw fenced({ runId, attempt });
}

export function fenced({ runId, attempt }: Lease): AppError {
  return new AppError('fenced', `Attempt ${attempt} no longer holds run ${runId}: its writes are refused.`);
}
