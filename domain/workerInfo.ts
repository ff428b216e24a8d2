import { z } from 'zod';

export const gpuSchema = z.object({ uuid: z.string(), name: z.string(), memoryMiB: z.number() });
export type Gpu = z.infer<typeof gpuSchema>;

/** What a worker computes with; stored with the worker. `name` null: the engine is missing, and `problem` says what to do. */
export const workerInfoSchema = z.object({
  name: z.string().nullable(),
  version: z.string().nullable(),
  device: z.enum(['cpu', 'gpu']),
  gpus: z.array(gpuSchema),
  cpu: z.string(),
  cores: z.int(),
  memoryMiB: z.int(),
  ffmpeg: z.string().nullable(),
  problem: z.string().nullable(),
});
export type WorkerInfo = z.infer<typeof workerInfoSchema>;
