import type { RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import { clipFrameNumbers, drawTrainingClip, epochBatches, type Sample } from '@/workers/ml/data/clipSampler';
import { frameSeconds } from '@/workers/ml/data/frameSeconds';
import { frameLabels } from '@/workers/ml/data/labels';
import type { RunData } from '@/workers/ml/run/runData';

/** Batches of an epoch for a config; what does not fill a batch is dropped. */
export function stepsPerEpoch(config: RunConfig, data: RunData): number {
  return Math.floor(data.train.length / config.recipe.batchSize);
}

/** The clips of one optimiser step (0-based): a pure function of config, data and step, the same for every variant of a seed. */
export function createTrainingClips(config: RunConfig, data: RunData): (step: number) => Clip[] {
  const { seed, clip, recipe } = config;
  const perEpoch = stepsPerEpoch(config, data);
  let known: { epoch: number; batches: Sample[][] } | undefined;

  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (known?.epoch !== epoch) {
      known = { epoch, batches: epochBatches({ seed, epoch, videos: data.train.length, batchSize: recipe.batchSize }) };
    }
    const batch = known.batches[step % perEpoch] ?? [];
    return batch.map(({ video, position }) => {
      const item = data.train[video];
      if (!item) throw new RangeError(`the training set has no video number ${video}`);
      const place = { seed, epoch, position };
      const { frames, startSeconds, height, width } = data.source.info(item.id);
      const { firstFrame, view } = drawTrainingClip({ place, frames, source: { height, width }, clip });
      const frameNumbers = clipFrameNumbers(firstFrame, clip.frames, frames);
      const times = frameSeconds(frameNumbers, { startSeconds, fps: clip.fps });
      const labels = frameLabels({ item, times, classes: data.classes.length });
      return { item, firstFrame, frameNumbers, view, frameLabels: labels, randomKey: place };
    });
  };
}
