import { printable, printableValue } from '@/domain/text/textFault';
import type { WorkerInfo } from '@/domain/workerInfo';
import type { Db } from '@/server/db';

export type NewWorker = {
  host: string;
  /** Equal for workers whose pids can be compared: same boot, same process namespace. */
  hostKey: string;
  pid: number;
  slots: number;
  info: WorkerInfo;
};

/** A supervisor process that is ready to claim runs. @returns id of the worker */
export async function registerWorker(db: Db, { info, ...worker }: NewWorker): Promise<string> {
  const { id } = await db.worker.create({
    data: { ...worker, host: printable(worker.host), engine: printableValue(info) },
    select: { id: true },
  });
  return id;
}
