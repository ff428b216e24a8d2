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
};

/** Mean over the batch of the clip losses, and its gradient at the logits. */
export function batchLoss(input: BatchLossInput): ClipLoss & { gradient: Float32Array } {
  const { logits, steps, clips, classes, viewsInTime } = input;
  const frames = (clips[0]?.frameNumbers.length ?? 0) * viewsInTime;
  const upsampling = createTemporalUpsampling(steps, frames, input.upsampling);
  const gradient = new Float32Array(logits.length);
  const sum = { video: 0, frame: 0 };
  clips.forEach((clip, k) => {
    const labels = viewsInTime === 2 ? repeatedTwice(clip.frameLabels) : clip.frameLabels;
    const loss = clipLoss(
      { logits, offset: k * steps * classes, classes, frameLabels: labels, upsampling },
      gradient,
      1 / clips.length,
    );
    sum.video += loss.video / clips.length;
    sum.frame += loss.frame / clips.length;
  });
  return { ...sum, gradient };
}

function repeatedTwice(labels: Float32Array): Float32Array {
  const both = new Float32Array(2 * labels.length);
  both.set(labels);
  both.set(labels, labels.length);
  return both;
}
