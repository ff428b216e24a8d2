import type { Program } from '@/scripts/bench/program';
import { throughputBatch } from './arrangement';

/** One round of an arrangement: clips a second of all its processes together, CPU time a clip, largest memory of all together. */
export type ThroughputRound = { clipsPerSecond: number; cpuMsPerClip: number; peakMiB: number };

/** Lets all processes of an arrangement take the same number of steps side by side; the clock runs until the last is done. */
export async function measureThroughput(programs: readonly Program[], steps: number): Promise<ThroughputRound> {
  const began = performance.now();
  const answers = await Promise.all(programs.map((program) => program.steps(steps)));
  const seconds = (performance.now() - began) / 1000;
  const clips = programs.length * steps * throughputBatch;
  const sum = (pick: (answer: (typeof answers)[number]) => number) => answers.reduce((all, one) => all + pick(one), 0);
  return {
    clipsPerSecond: clips / seconds,
    cpuMsPerClip: sum(({ cpuMs }) => cpuMs * steps) / clips,
    peakMiB: sum(({ peakMiB }) => peakMiB),
  };
}
