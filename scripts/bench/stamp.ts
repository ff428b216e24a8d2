import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { z } from 'zod';
import { repository } from '@/scripts/setup/paths.mjs';

export const stampSchema = z.object({
  /** ISO 8601, UTC. */
  date: z.string(),
  /** Short hash; `+` where the working tree had changes. */
  commit: z.string(),
  machine: z.object({ cpu: z.string(), cores: z.number(), memoryGiB: z.number(), gpu: z.string().nullable() }),
  node: z.string(),
  /** A small fraction of the work was done: figures that prove that it runs, and nothing else. */
  quick: z.boolean(),
});
/** When, of what, on which machine a report was measured. */
export type Stamp = z.infer<typeof stampSchema>;

/** @param gpu name of the GPU that is measured; null on the CPU */
export function takeStamp({ quick, gpu }: { quick: boolean; gpu: string | null }): Stamp {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
  return {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`,
    machine: {
      cpu: os.cpus()[0]?.model.trim() ?? 'unknown CPU',
      cores: os.availableParallelism(),
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      gpu,
    },
    node: process.version,
    quick,
  };
}

/** `2026-11-23, commit e7fdc91, Intel Xeon, 2 cores, 24 GiB, Node v20.20.2` */
export function stampText({ date, commit, machine, node }: Stamp): string {
  const gpu = machine.gpu === null ? [] : [machine.gpu];
  const cores = `${machine.cores} ${machine.cores === 1 ? 'core' : 'cores'}`;
  return [
    date.slice(0, 10),
    `commit ${commit}`,
    ...gpu,
    machine.cpu,
    cores,
    `${machine.memoryGiB} GiB`,
    `Node ${node}`,
  ].join(', ');
}
