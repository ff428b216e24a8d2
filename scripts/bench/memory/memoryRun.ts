import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createFolderHost } from '@/scripts/sanity/folderHost';
// What the run process of the product loads, so that its code is part of what is measured.
import { loadExecutor } from '@/workers/report/loadExecutor';
import '@/workers/tasks/performRun';
import { memoryConfig, memoryTaskSchema } from './memoryTask';

// A run in a process of its own; the last line it prints is {"peakMiB": ..., "byPhase": {...}}.
const options = z
  .object({
    task: memoryTaskSchema,
    threads: z.int(),
    datasetRoot: z.string(),
    cacheRoot: z.string(),
    ffmpegPath: z.string(),
    folder: z.string(),
    /** Final checkpoint of a base run; null for a base run. */
    base: z.string().nullable(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const { task, threads, folder, base: baseCheckpoint, ...paths } = options;
const byPhase: Record<string, number> = { start: peakMiB() };
const host = createFolderHost({ folder, threads, baseCheckpoint, paths: { ...paths, sourceCommit: null } });
const executeRun = await loadExecutor(undefined);
await executeRun(memoryConfig(task), {
  ...host,
  async saveCheckpoint(file) {
    byPhase.training = peakMiB();
    await host.saveCheckpoint(file);
    byPhase.checkpoint = peakMiB();
  },
});
console.log(JSON.stringify({ peakMiB: peakMiB(), byPhase }));
process.exit(0);

/** Largest resident memory of this process so far. */
function peakMiB(): number {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (peak === undefined) throw new Error('there is no /proc: memory is measured on Linux');
  return Number(peak) / 1024;
}
