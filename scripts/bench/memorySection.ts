import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';
import { makeRealSize } from '../realSize/makeRealSize';
import { ffmpegPath } from '../setup/installFfmpeg.mjs';
import type { MeasuredPeak } from './memory/fitMemory';
import { measureMemory } from './memory/measureMemory';
import { memoryMarkdown } from './memory/memoryReport';
import { type MemoryTask, memoryTaskName, memoryTaskSchema } from './memory/memoryTask';
import type { BenchContext, BenchResult, BenchSection } from './section';

const r50 = { backbone: 'resnet50_i3d', side: 224 } as const;
const micro = { backbone: 'micro_i3d', frames: 8, side: 56, batch: 8 } as const;
const late = { fusion: 'late_fusion', objective: 'entropy', saliencyFrom: 'base' } as const;
const concat = { ...late, fusion: 'temporal_concat' } as const;
const tasks: MemoryTask[] = [
  ...[16, 32, 64].flatMap((frames) => [1, 2, 4].map((batch) => ({ ...r50, frames, batch }))),
  { ...r50, frames: 16, batch: 4, accumulate: 4 },
  ...[late, concat].flatMap((attention) => [
    ...[16, 32, 64].map((frames) => ({ ...r50, frames, batch: 1, attention })),
    { ...r50, frames: 16, batch: 2, attention },
  ]),
  ...[1, 2].map((batch) => ({ ...r50, frames: 16, batch, attention: { ...late, saliencyFrom: 'tuned' } })),
  { ...r50, frames: 16, batch: 1, attention: { ...late, objective: 'grad_cam' } },
  ...[16, 64].flatMap((frames) => [
    { ...r50, frames, batch: 1, trains: false },
    { ...r50, frames, batch: 1, trains: false, attention: late },
  ]),
  micro,
  { ...micro, attention: concat },
].map((task) => memoryTaskSchema.parse(task));

/** Peak memory of whole runs, measured in processes of their own, beside what domain/memory estimates. */
export const memorySection: BenchSection = {
  id: 'memory',
  title: 'Memory of a run',
  summary: 'peak memory of runs with both backbones beside the estimate that the launch form shows',
  devices: ['cpu'],
  tasks: tasks.map(memoryTaskName),
  async run(context) {
    const data = await prepareData(context);
    const chosen = tasks.filter((task) => context.tasks.includes(memoryTaskName(task)));
    const measured: MeasuredPeak[] = [];
    for (const [k, task] of chosen.slice(0, context.quick ? 2 : undefined).entries()) {
      context.progress(memoryTaskName(task), k / chosen.length);
      const base = task.attention === null ? null : await data.baseOf(task.backbone);
      const { peakMiB } = await measureMemory(task, { ...data.placesOf(task.backbone), base });
      measured.push({ task, peakMiB });
      context.save(resultOf(measured));
    }
    return resultOf(measured);
  },
};

function resultOf(measured: MeasuredPeak[]): BenchResult {
  return { markdown: memoryMarkdown(measured), json: { measured }, versions: [] };
}

/** Videos for both backbones and, made when first asked for, the checkpoint of a base run of each. */
async function prepareData({ folder }: BenchContext) {
  const ffmpeg = ffmpegPath().path;
  const roots = { micro_i3d: join(folder, 'micro'), resnet50_i3d: join(folder, 'wide') };
  await prepareMicroCharades({ root: roots.micro_i3d, ffmpegPath: ffmpeg, trainVideos: 8, testVideos: 2 });
  if (!existsSync(join(roots.resnet50_i3d, 'Charades_v1_test.csv'))) {
    await makeRealSize({ root: roots.resnet50_i3d, ffmpegPath: ffmpeg, trainVideos: 4, testVideos: 1 });
    const annotations = join(roots.resnet50_i3d, 'Charades');
    for (const file of readdirSync(annotations)) copyFileSync(join(annotations, file), join(roots.resnet50_i3d, file));
  }
  const placesOf = (backbone: MemoryTask['backbone']) => ({
    datasetRoot: roots[backbone],
    cacheRoot: join(folder, 'frames'),
    ffmpegPath: ffmpeg,
    folder: join(folder, `run-${backbone}`),
  });
  return {
    placesOf,
    async baseOf(backbone: MemoryTask['backbone']): Promise<string> {
      const places = { ...placesOf(backbone), folder: join(folder, `base-${backbone}`), base: null };
      const checkpoint = join(places.folder, 'final.safetensors');
      mkdirSync(places.folder, { recursive: true });
      const shortest = backbone === 'micro_i3d' ? micro : { ...r50, frames: 16, batch: 1 };
      if (!existsSync(checkpoint)) await measureMemory(memoryTaskSchema.parse(shortest), places);
      return checkpoint;
    },
  };
}
