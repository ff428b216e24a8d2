import type { Db } from '@/server/db';

/** Workers that have not said goodbye and whose pid means something on this machine. */
export function localWorkers(db: Db, hostKey: string): Promise<{ id: string; pid: number }[]> {
  return db.worker.findMany({ where: { hostKey, stoppedAt: null }, select: { id: true, pid: true } });
}
