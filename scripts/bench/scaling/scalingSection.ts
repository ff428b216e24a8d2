import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchWeights } from '@/scripts/bench/benchWeights';
import { type BenchTask, type Measurement, taskName } from '@/scripts/bench/measurement';
import { startProgram } from '@/scripts/bench/program';
import type { BenchContext, BenchResult, BenchSection } from '@/scripts/bench/section';
import { fitScaling, foretellGiB } from './fitScaling';
import { type ScalingPoint, scalingTasks } from './scalingPoints';
import { scalingMarkdown } from './scalingReport';

const cores = os.availableParallelism();
const mostOfMemory = 0.8;

/** Time and memory of ResNet50-I3D over the length of clips and the size of batches, ours alone, with the fitted cost of a clip. */
export const scalingSection: BenchSection = {
  id: 'scaling',
  title: 'Cost of a clip: T and batch',
  summary:
    'forward, saliency and training step of ResNet50-I3D for T = 16, 32, 64 and batch 1, 2, 4, with the fitted cost',
  devices: ['cpu', 'gpu'],
  tasks: scalingTasks(cores, false).map(taskName),
  async run(context) {
    const { weights } = await benchWeights('resnet50_i3d', context.folder);
    const tasks = scalingTasks(cores, context.quick).filter((task) => context.tasks.includes(taskName(task)));
    const work = tasks.map(({ frames, batch }) => frames * batch);
    const total = work.reduce((a, b) => a + b, 0);
    const points: ScalingPoint[] = [];
    let versions: string[] = [];
    let done = 0;
    for (const [k, task] of tasks.entries()) {
      context.progress(taskName(task), done / total);
      const needed = foretellGiB(points, task);
      const free = (mostOfMemory * os.freemem()) / 2 ** 30;
      if (needed !== null && needed > free) points.push(leftOut(task, needed));
      else {
        const { point, version } = await measure(task, weights, context);
        points.push(point);
        versions = [version];
      }
      done += work[k] ?? 0;
      context.save(resultOf(points, versions, context.rounds));
    }
    return resultOf(points, versions, context.rounds);
  },
};

function leftOut(task: BenchTask, needed: number): ScalingPoint {
  const none = Number.NaN;
  return { task, leftOutGiB: needed, bestMs: none, medianMs: none, cpuMs: none, peakMiB: none };
}

async function measure(task: BenchTask, weights: string, { rounds, device }: BenchContext) {
  const { backbone, frames, side, batch, threads } = task;
  const answer = fileURLToPath(new URL('../answer.ts', import.meta.url));
  const sizes = [frames, side, batch].map(String);
  const args = ['--import', 'tsx', answer, backbone, ...sizes, task.task, String(threads), weights];
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), FOVEA_BENCH_DEVICE: device };
  const program = await startProgram(process.execPath, args, env);
  try {
    await program.steps(1);
    const measured: Measurement[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await program.steps(1));
    const walls = measured.map(({ wallMs }) => wallMs).sort((a, b) => a - b);
    const point: ScalingPoint = {
      ...{ task, leftOutGiB: null },
      bestMs: walls[0] ?? Number.NaN,
      medianMs: walls[Math.floor(walls.length / 2)] ?? Number.NaN,
      cpuMs: Math.min(...measured.map(({ cpuMs }) => cpuMs)),
      peakMiB: Math.max(...measured.map(({ peakMiB }) => peakMiB)),
    };
    return { point, version: program.version };
  } finally {
    await program.stop();
  }
}

function resultOf(points: ScalingPoint[], versions: string[], rounds: number): BenchResult {
  const fits = fitScaling(points);
  return { markdown: scalingMarkdown(points, fits, rounds), json: { points, fits }, versions };
}
