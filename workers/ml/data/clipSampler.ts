import { mulberry32, namedStream, randomBelow, randomOrder } from '@/domain/random';
import { type Resize, resizedSize, type Size } from '@/workers/ml/views/resizedSize';
import { cropChoices, type ViewTransform } from '@/workers/ml/views/viewTransform';

/** A place in the training of a seed: the sample at `position` (0 = first of the epoch) of an epoch. */
export type SamplePlace = { seed: number; epoch: number; position: number };

/** One sample of a batch: which video, and its place in the epoch (the key of all its random numbers). */
export type Sample = { video: number; position: number };

/**
 * The batches of one epoch: every video once, in an order that depends on seed and epoch only; what does not fill a batch is
 * dropped. `video` indexes the list of training videos.
 */
export function epochBatches(options: { seed: number; epoch: number; videos: number; batchSize: number }): Sample[][] {
  const { seed, epoch, videos, batchSize } = options;
  const order = randomOrder(mulberry32(namedStream('epoch order', seed, epoch)), videos);
  const batches: Sample[][] = [];
  for (let begin = 0; begin + batchSize <= videos; begin += batchSize) {
    const batch = order.subarray(begin, begin + batchSize);
    batches.push(Array.from(batch, (video, k) => ({ video, position: begin + k })));
  }
  return batches;
}

export type TrainingClip = { firstFrame: number; view: ViewTransform };

/**
 * The random clip and view of a training sample: a pure function of its place and of the video, so every variant with the
 * same seed sees the same clips, crops and flips.
 * @param frames frames of the video; @param clip T, resize and side
 */
export function drawTrainingClip(options: {
  place: SamplePlace;
  frames: number;
  source: Size;
  clip: Resize & { frames: number; side: number };
}): TrainingClip {
  const { place, frames, source, clip } = options;
  const random = mulberry32(namedStream('training clip', place.seed, place.epoch, place.position));
  const resized = resizedSize(source, clip);
  const choices = cropChoices(resized, clip.side);
  const firstFrame = randomBelow(random, Math.max(0, frames - clip.frames) + 1);
  const top = randomBelow(random, choices.height);
  const left = randomBelow(random, choices.width);
  const flip = random() < 0.5;
  return { firstFrame, view: { source, resized, offset: { top, left }, side: clip.side, flip } };
}

/** First frames of the test clips: evenly spaced, the first at 0, the last ending with the video; all 0 in a short one. */
export function testClipStarts(options: { frames: number; clipFrames: number; clips: number }): number[] {
  const { frames, clipFrames, clips } = options;
  const last = Math.max(0, frames - clipFrames);
  return Array.from({ length: clips }, (_, k) => (clips === 1 ? 0 : Math.round((last * k) / (clips - 1))));
}

/** Frame numbers of a clip; past the end of the video its last frame is repeated. */
export function clipFrameNumbers(firstFrame: number, clipFrames: number, videoFrames: number): number[] {
  return Array.from({ length: clipFrames }, (_, k) => Math.min(firstFrame + k, videoFrames - 1));
}
