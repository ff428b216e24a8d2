import type { Recipe } from '@/domain/recipes';
import { lossWeights } from './lossWeights';
import type { TemporalUpsampling } from './temporalUpsampling';

/** Losses of one clip, each a mean over its elements, and the training loss they make (paper eq. 1 + eq. 2). */
export type ClipLoss = { video: number; frame: number; total: number };

export type ClipLossInput = {
  /** (T_out, classes) of one clip, as a view or with `offset` into a batch. */
  logits: ArrayLike<number>;
  offset: number;
  classes: number;
  /** (frames, classes) 0/1; the clip label of the video loss is their maximum over the frames. */
  frameLabels: ArrayLike<number>;
  upsampling: TemporalUpsampling;
  loss: Recipe['loss'];
};

/**
 * L_video = BCE(max over frames of the labels; mean over T_out of the logits), L_frame = BCE(frame labels; U(logits)),
 * and the gradient of the training loss at the logits, times `scale`, written to `gradient` at the same offset (pass null to skip).
 * Computed in float64.
 */
export function clipLoss(
  { logits, offset, classes, frameLabels, upsampling, loss }: ClipLossInput,
  gradient: Float32Array | null,
  scale = 1,
): ClipLoss {
  const { steps, frames, low, high, mix } = upsampling;
  const weights = lossWeights(loss, frames);
  const dLogits = new Float64Array(steps * classes);
  let video = 0;
  let frame = 0;
  for (let c = 0; c < classes; c++) {
    let mean = 0;
    for (let s = 0; s < steps; s++) mean += (logits[offset + s * classes + c] ?? 0) / steps;
    let label = 0;
    for (let t = 0; t < frames; t++) label = Math.max(label, frameLabels[t * classes + c] ?? 0);
    video += binaryCrossEntropy(mean, label) / classes;
    const dMean = (weights.video * (sigmoid(mean) - label)) / (classes * steps);
    for (let s = 0; s < steps; s++) dLogits[s * classes + c] = dMean;

    for (let t = 0; t < frames; t++) {
      const a = low[t] ?? 0;
      const b = high[t] ?? 0;
      const w = mix[t] ?? 0;
      const y = frameLabels[t * classes + c] ?? 0;
      const value = (1 - w) * (logits[offset + a * classes + c] ?? 0) + w * (logits[offset + b * classes + c] ?? 0);
      frame += binaryCrossEntropy(value, y) / (classes * frames);
      const d = (weights.frame * (sigmoid(value) - y)) / (classes * frames);
      dLogits[a * classes + c] = (dLogits[a * classes + c] ?? 0) + d * (1 - w);
      dLogits[b * classes + c] = (dLogits[b * classes + c] ?? 0) + d * w;
    }
  }
  if (gradient) for (let i = 0; i < dLogits.length; i++) gradient[offset + i] = (dLogits[i] ?? 0) * scale;
  return { video, frame, total: weights.video * video + weights.frame * frame };
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** -y log sigmoid(x) - (1 - y) log(1 - sigmoid(x)), stable for large |x|. */
function binaryCrossEntropy(x: number, y: number): number {
  return Math.max(x, 0) - x * y + Math.log1p(Math.exp(-Math.abs(x)));
}
