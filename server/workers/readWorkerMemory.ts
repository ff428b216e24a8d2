import type { WorkerMemory } from '@/domain/memory/fitOnWorkers';
import { workerInfoSchema } from '@/domain/workerInfo';
import type { Db } from '@/server/db';

/** A worker that was not heard of for so long is not counted on. */
const silentSeconds = 60;
const mebibyte = 2 ** 20;

/** Memory of all workers that are there and take new runs. */
export async function readWorkerMemory(db: Db): Promise<WorkerMemory[]> {
  const rows = await db.$queryRaw<{ host: string; slots: number; engine: unknown }[]>`
    select host, slots, engine from workers
    where stopped_at is null and not draining and slots > 0
      and heartbeat_at > now() - make_interval(secs => ${silentSeconds}::float8)
    order by started_at`;
  return rows.flatMap(({ host, slots, engine }) => {
    const info = workerInfoSchema.safeParse(engine);
    if (!info.success) return []; // a worker of another version
    const { memoryMiB, device, gpus } = info.data;
    const smallest = Math.min(...gpus.map((gpu) => gpu.memoryMiB));
    const gpuMemory = device === 'gpu' && gpus.length > 0 ? smallest * mebibyte : null;
    return { host, slots, memory: memoryMiB * mebibyte, gpuMemory };
  });
}
