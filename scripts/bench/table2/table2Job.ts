import path from 'node:path';
import { backbones } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { planRuns } from '@/domain/planRuns';
import type { Recipe } from '@/domain/recipes';
import { ffmpegPath } from '@/scripts/setup/installFfmpeg.mjs';
import { foveaCache } from '@/scripts/setup/paths.mjs';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { ffmpegVersion } from '@/workers/ml/data/ffmpeg/ffmpegVersion';
import { cacheFiles, cacheFolder, readCacheEntry, sourceOf } from '@/workers/ml/data/frames/cacheEntry';
import { prepareFrameCache } from '@/workers/ml/data/frames/prepareFrameCache';
import type { VideoItem } from '@/workers/ml/data/videoItem';

export type PeerForm = 'contiguous' | 'channels_last' | 'compiled';

/** How PyTorch uses the machine: the base is one training, the rows come from a queue. */
export type PeerArrangement = {
  base: { form: PeerForm; processes: 1; threads: number };
  rows: { form: PeerForm; processes: number; threads: number };
};

export type PeerVideo = { original: string; resized: string; actions: VideoItem['actions'] };

/** Everything that table2_peer.py reads: recipes, rows and decoded frames, all the same as the product's. */
export type PeerJob = Awaited<ReturnType<typeof peerJob>>;

/**
 * Decodes what is not decoded yet, and describes the job for PyTorch: it reads the very files that the product reads.
 * @param root folder of MicroCharades
 */
export async function peerJob(spec: ExperimentSpec, { root, folder }: { root: string; folder: string }) {
  const { clip, limit, protocol, seeds, baseRecipe, ablationRecipe } = spec;
  const dataset = await readCharades(root);
  const train = dataset.train.slice(0, limit?.train);
  const test = dataset.test.slice(0, limit?.test);
  const settings = { cacheRoot: foveaCache(), ffmpegPath: ffmpegPath().path, ...clip, items: [...train, ...test] };
  await prepareFrameCache(settings);
  const version = await ffmpegVersion(settings.ffmpegPath);
  const decoded = cacheFolder({ ...settings, ffmpegVersion: version });
  const size = await sizeOf(train, decoded);
  const video = (item: VideoItem): PeerVideo => {
    const { original, resized } = cacheFiles(decoded, item);
    return { original, resized, actions: item.actions };
  };
  const { normalisation } = backbones[spec.backbone];
  return {
    folder: path.resolve(folder),
    seed: seeds[0] ?? 0,
    classes: dataset.classes.length,
    ...{ frames: clip.frames, fps: clip.fps, side: clip.side, boxSide: clip.boxSide, testClips: protocol.clips },
    ...{ mean: normalisation.mean, std: normalisation.std, ...size },
    batchSize: baseRecipe.batchSize,
    /** T_out of a clip of V_in. */
    baseSteps: clip.frames / 2,
    base: recipeOf(baseRecipe),
    ablation: recipeOf(ablationRecipe),
    rows: planRuns(spec).map(({ key, config }) => ({ key, ...config.training, evaluations: config.evaluations })),
    ...{ train: train.map(video), test: test.map(video) },
  };
}

/** All videos of MicroCharades are of one size: that of the first. */
async function sizeOf(items: readonly VideoItem[], folder: string) {
  const [first] = items;
  const entry = first && readCacheEntry(cacheFiles(folder, first), sourceOf(first.path));
  if (!entry) throw new AppError('dataset_missing', 'MicroCharades has no decoded video: run `npm run demo` once.');
  const pair = ({ height, width }: { height: number; width: number }) => [height, width] as const;
  return { videoFrames: entry.frames, original: pair(entry.original), resized: pair(entry.resized) };
}

function recipeOf({ epochs, learningRate, warmupSteps, decays, momentum, weightDecay }: Recipe) {
  return { epochs, learningRate, warmupSteps, decays, momentum, weightDecay };
}
