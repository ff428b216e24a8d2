import type { Tx } from '@/server/db';

/** A position before everything that waits. */
export async function frontOfQueue(tx: Tx): Promise<number> {
  const { _min } = await tx.task.aggregate({ where: waiting, _min: { queuePosition: true } });
  return (_min.queuePosition ?? 0) - 1;
}

/** A position behind everything that waits. */
export async function endOfQueue(tx: Tx): Promise<number> {
  const { _max } = await tx.task.aggregate({ where: waiting, _max: { queuePosition: true } });
  return (_max.queuePosition ?? 0) + 1;
}

const waiting = { status: { in: ['QUEUED' as const, 'BLOCKED' as const] } };
