import { fileURLToPath } from 'node:url';
import { deviceMemory } from './deviceMemory';
import type { BenchTask, Measurement } from './measurement';
import { type Program, startProgram } from './program';

export type Side = { version: string; best: Measurement; median: Measurement };
/** Ours and PyTorch in its two layouts, measured in turn. */
export type Comparison = { task: BenchTask; rounds: number; ours: Side; peers: { layout: string; side: Side }[] };

const layouts = ['contiguous', 'channels_last'] as const;
/** A round lasts about so long, so that its end is not what is measured. */
const roundMs = 1500;

/**
 * Measures a task: all programs are started, warmed up, and then asked in turn, so that whatever the machine does hits all of them.
 * @param weights file of imported weights (ours); @param checkpoint the same for PyTorch
 */
export async function compare(
  task: BenchTask,
  options: { python: string; weights: string; checkpoint: string; rounds: number; device: 'cpu' | 'gpu' },
): Promise<Comparison> {
  const { python, weights, checkpoint, rounds, device } = options;
  const { backbone, frames, side, batch, threads } = task;
  const sizes = [frames, side, batch].map(String);
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), FOVEA_BENCH_DEVICE: device };
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const ours = [here('answer.ts'), backbone, ...sizes, task.task, String(threads), weights];
  const programs: Program[] = [await startProgram(process.execPath, ['--import', 'tsx', ...ours], env)];
  for (const layout of layouts) {
    const args = [here('peer.py'), backbone, ...sizes, task.task, layout, checkpoint];
    programs.push(await startProgram(python, args, env));
  }
  try {
    const counts: number[] = [];
    for (const program of programs) {
      await program.steps(1);
      const { wallMs } = await program.steps(2);
      counts.push(Math.max(1, Math.round(roundMs / wallMs)));
    }
    const measured: Measurement[][] = programs.map(() => []);
    for (let round = 0; round < rounds; round++)
      for (const [k, program] of programs.entries()) {
        const measurement = await program.steps(counts[k] ?? 1);
        measured[k]?.push(device === 'gpu' ? { ...measurement, ...deviceMemory(program.pid) } : measurement);
      }
    const [own, ...others] = programs.map((program, k) => sideOf(program.version, measured[k] ?? []));
    if (!own) throw new Error('nothing was measured');
    return { task, rounds, ours: own, peers: others.map((item, k) => ({ layout: layouts[k] ?? '', side: item })) };
  } finally {
    for (const program of programs) await program.stop();
  }
}

function sideOf(version: string, rounds: Measurement[]): Side {
  const device = rounds.flatMap(({ deviceMiB }) => deviceMiB ?? []);
  const of = (pick: (sorted: number[]) => number): Measurement => {
    const column = (key: 'wallMs' | 'cpuMs') => pick(rounds.map((round) => round[key]).sort((a, b) => a - b));
    return {
      wallMs: column('wallMs'),
      cpuMs: column('cpuMs'),
      peakMiB: Math.max(...rounds.map(({ peakMiB }) => peakMiB)),
      ...(device.length > 0 ? { deviceMiB: Math.max(...device) } : {}),
    };
  };
  return {
    version,
    best: of((sorted) => sorted[0] ?? Number.NaN),
    median: of((sorted) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN),
  };
}
