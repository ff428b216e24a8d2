import { join } from 'node:path';
import { backbones } from '@/domain/backbones';
import { defaultMethod } from '@/domain/method';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';
import type { RunConfig } from '@/domain/runConfig';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';
import type { RunPaths } from '@/workers/ml/run/runHost';
import { ffmpegPath } from './ffmpegPath';

/** A rendered MicroCharades of 16 training and 6 test videos in `folder`; real video through real ffmpeg. */
export async function prepareTinyDataset(folder: string): Promise<RunPaths> {
  const root = join(folder, 'tiny');
  await prepareMicroCharades({
    root,
    ffmpegPath: ffmpegPath(),
    dataSeed: 3,
    trainVideos: 16,
    testVideos: 6,
    parallel: 2,
  });
  return { datasetRoot: root, cacheRoot: join(folder, 'frames'), ffmpegPath: ffmpegPath(), sourceCommit: 'test' };
}

/** A base run of a few steps (2 an epoch) on the tiny data set. */
export const tinyBaseConfig: RunConfig = {
  dataset: 'tiny',
  backbone: 'micro_i3d',
  clip: backbones.micro_i3d.clip,
  recipe: { ...recipePresets.quick.base, epochs: 4 },
  training: { secondView: 'none', cropSource: 'upscaled', fusion: 'temporal_concat', objective: null },
  evaluations: [{ variant: 'base', objective: null }],
  protocol: microProtocol,
  method: defaultMethod,
  galleryMiB: 2048,
  seed: 1,
  limit: null,
  shuffleLabels: false,
};
