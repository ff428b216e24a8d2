import os from 'node:os';
import { benchWeights } from '@/scripts/bench/benchWeights';
import type { Program } from '@/scripts/bench/program';
import type { BenchContext, BenchResult, BenchSection } from '@/scripts/bench/section';
import { arrangementName, arrangements, startArrangement } from './arrangement';
import { measureThroughput } from './measureThroughput';
import { type MeasuredArrangement, throughputMarkdown, throughputRatio } from './throughputReport';

/** All programs are up at the same time: more cores than this would need more memory than they are worth. */
const mostCores = 16;
const roundSeconds = 4;

/** Clips a second of the whole machine: single-threaded runs side by side against PyTorch's best arrangement of processes. */
export const throughputSection: BenchSection = {
  id: 'throughput',
  title: 'Training throughput of the whole machine',
  summary: 'Micro-I3D, one single-threaded run a core, beside the best of six arrangements of PyTorch',
  devices: ['cpu'],
  tasks: ['Micro-I3D, T = 8, 56 px, batch 8, train, whole machine'],
  async run(context) {
    const files = { ...(await benchWeights('micro_i3d', context.folder)), python: context.python() };
    const running: { programs: Program[]; steps: number; measured: MeasuredArrangement }[] = [];
    const all = arrangements(Math.min(mostCores, os.availableParallelism()));
    try {
      for (const [k, arrangement] of all.entries()) {
        context.progress(`${arrangementName(arrangement)}, warming up`, (0.4 * k) / all.length);
        running.push(await warmUp(arrangement, files, context.quick));
      }
      for (let round = 0; round < context.rounds; round++) {
        for (const [k, { programs, steps, measured }] of running.entries()) {
          const done = (round + k / running.length) / context.rounds;
          context.progress(arrangementName(measured.arrangement), 0.4 + 0.6 * done);
          if (measured.failure === null) measured.rounds.push(await measureThroughput(programs, steps));
        }
      }
      return resultOf(running.map(({ measured }) => measured));
    } finally {
      for (const { programs } of running) for (const program of programs) await program.stop();
    }
  },
};

type Files = { python: string; weights: string; checkpoint: string };

/** Starts an arrangement and finds out how many steps fill a round. torch.compile may fail without a C++ compiler: that is reported. */
async function warmUp(arrangement: MeasuredArrangement['arrangement'], files: Files, quick: BenchContext['quick']) {
  const programs = await startArrangement(arrangement, files);
  const measured = { arrangement, version: programs[0]?.version ?? '', firstStepSeconds: 0, rounds: [], failure: null };
  try {
    const began = performance.now();
    await measureThroughput(programs, 1);
    const firstStepSeconds = (performance.now() - began) / 1000;
    await measureThroughput(programs, 5);
    const { clipsPerSecond } = await measureThroughput(programs, 10);
    const seconds = quick ? 0.5 : roundSeconds;
    const steps = Math.max(1, Math.round((seconds * clipsPerSecond) / 8 / programs.length));
    return { programs, steps, measured: { ...measured, firstStepSeconds } };
  } catch (error) {
    if (arrangement.form !== 'compiled') throw error;
    for (const program of programs) await program.stop();
    return { programs: [], steps: 0, measured: { ...measured, failure: (error as Error).message } };
  }
}

function resultOf(measured: MeasuredArrangement[]): BenchResult {
  return {
    markdown: throughputMarkdown(measured),
    json: { ratio: throughputRatio(measured), arrangements: measured },
    versions: [...new Set(measured.map(({ version }) => version))],
  };
}
