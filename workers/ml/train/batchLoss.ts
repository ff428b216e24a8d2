import type { Recipe } from '@/domain/recipes';
import type { Clip } from '@/workers/ml/attention/clip';
import { type ClipLoss, clipLoss } from '@/workers/ml/losses/clipLoss';
import { createTemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';

export type BatchLossInput = {
  /** (N, T_out, classes) after fusion. */
  logits: Float32Array;
  steps: number;
  clips: Clip[];
  classes: number;
  /** 2 where the views lie one after the other in time: the frame labels are then repeated. */
  viewsInTime: 1 | 2;
  upsampling: 'half_pixel' | 'align_corners';
  loss: Recipe['loss'];
  /** Share of the batch that these clips are: 1, or less where its gradients are accumulated part by part. */
  share: number;
};

/** Mean over these clips of their losses, times their share of the batch, and its gradient at the logits. */
export function batchLoss(input: BatchLossInput): ClipLoss & { gradient: Float32Array } {
  const { logits, steps, clips, classes, viewsInTime, share } = input;
  const frames = (clips[0]?.frameNumbers.length ?? 0) * viewsInTime;
  const upsampling = createTemporalUpsampling(steps, frames, input.upsampling);
  const gradient = new Float32Array(logits.length);
  const sum = { video: 0, frame: 0, total: 0 };
  const scale = share / clips.length;
  clips.forEach((clip, k) => {
    const labels = viewsInTime === 2 ? repeatedTwice(clip.frameLabels) : clip.frameLabels;
    const offset = k * steps * classes;
    const loss = clipLoss(
      { logits, offset, classes, frameLabels: labels, upsampling, loss: input.loss },
      gradient,
      scale,
    );
    sum.video += loss.video * scale;
    sum.frame += loss.frame * scale;
    sum.total += loss.total * scale;
  });
  return { ...sum, gradient };
}

function repeatedTwice(labels: Float32Array): Float32Array {
  const both = new Float32Array(2 * labels.length);
  both.set(labels);
  both.set(labels, labels.length);
  return both;
}
