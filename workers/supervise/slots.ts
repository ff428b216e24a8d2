import { availableParallelism } from 'node:os';
import type { Gpu } from '@/domain/workerInfo';

/** A place for one run: a GPU, or one core. */
export type Slot = { number: number; device: 'cpu' | 'gpu'; gpu: string | null; threads: number };

/** One slot a GPU; without a GPU one single-threaded slot a core, because two runs side by side beat one with two threads. */
export function makeSlots({ gpus, wanted }: { gpus: Gpu[]; wanted: number | undefined }): Slot[] {
  const cores = availableParallelism();
  if (gpus.length > 0) {
    const threads = Math.max(1, Math.floor(cores / gpus.length));
    return gpus.map(({ uuid }, number) => ({ number, device: 'gpu', gpu: uuid, threads }));
  }
  return Array.from({ length: wanted ?? cores }, (_, number) => ({ number, device: 'cpu', gpu: null, threads: 1 }));
}

/** Environment of the process of a slot: it sees exactly its GPU, or none. What libtensorflow reads besides, `startEngine` sets. */
export function slotEnvironment({ gpu, threads }: Slot): NodeJS.ProcessEnv {
  return {
    // biome-ignore lint/style/noProcessEnv: handed on to the child as it is
    ...process.env,
    CUDA_VISIBLE_DEVICES: gpu ?? '-1',
    OMP_NUM_THREADS: String(threads),
  };
}
