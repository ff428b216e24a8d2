import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { MemoryTask } from './memoryTask';

const run = promisify(execFile);
const script = fileURLToPath(new URL('memoryRun.ts', import.meta.url));

/** Largest resident memory of a run process [MiB], in all and by the end of its phases. */
const peakSchema = z.object({ peakMiB: z.number(), byPhase: z.record(z.string(), z.number()) });
export type MemoryPeak = z.infer<typeof peakSchema>;

export type MemoryPlaces = {
  datasetRoot: string;
  cacheRoot: string;
  ffmpegPath: string;
  /** Where the checkpoint of the run goes (`final.safetensors`). */
  folder: string;
  /** Final checkpoint of a base run, for rows with a second view. */
  base: string | null;
};

/** Runs a task as a worker would, single-threaded, in a process of its own. @throws Error with its last words where it fails */
export async function measureMemory(task: MemoryTask, places: MemoryPlaces): Promise<MemoryPeak> {
  const options = JSON.stringify({ task, threads: 1, ...places });
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, options], { maxBuffer: 2 ** 24 });
  return peakSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}
