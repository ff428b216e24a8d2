import type { Db } from '@/server/db';

/** The worker lives; one that was believed to be gone is back. */
export async function heartbeatWorker(db: Db, workerId: string): Promise<void> {
  await db.$executeRaw`update workers set heartbeat_at = now(), stopped_at = null where id = ${workerId}::uuid`;
}
