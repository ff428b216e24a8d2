import type { Db } from '@/server/db';
import { registerWorker } from '@/server/workers/registerWorker';

/** The row of a worker, as a supervisor of another host would have made it. */
export function addWorker(db: Db, hostKey = 'elsewhere'): Promise<string> {
  const info = {
    name: 'libtensorflow',
    version: '2.21.0',
    device: 'cpu' as const,
    gpus: [],
    cpu: 'test',
    cores: 2,
    memoryMiB: 1024,
    ffmpeg: null,
    problem: null,
  };
  return registerWorker(db, { host: 'elsewhere', hostKey, pid: 1, slots: 2, info });
}
