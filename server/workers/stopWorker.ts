import type { Db } from '@/server/db';

/** The worker ended in order: it holds no runs any more. */
export async function stopWorker(db: Db, workerId: string): Promise<void> {
  await db.$executeRaw`update workers set stopped_at = now() where id = ${workerId}::uuid`;
}
