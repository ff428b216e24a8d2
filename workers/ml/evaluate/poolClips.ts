import type { Protocol } from '@/domain/protocol';
import { sigmoid } from '@/workers/ml/losses/clipLoss';

/** Scores of a clip: sigmoid of the mean over T_out of the logits (T_out, classes), from `offset` on. */
export function clipScores(logits: Float32Array, offset: number, steps: number, classes: number): Float32Array {
  return Float32Array.from({ length: classes }, (_, c) => {
    let mean = 0;
    for (let s = 0; s < steps; s++) mean += (logits[offset + s * classes + c] ?? 0) / steps;
    return sigmoid(mean);
  });
}

/** Scores of a video from those of its clips, (clips x classes): maximum (the paper) or mean. */
export function poolClips(scores: Float32Array, classes: number, pooling: Protocol['pooling']): Float32Array {
  const clips = scores.length / classes;
  return Float32Array.from({ length: classes }, (_, c) => {
    const ofClass = Array.from({ length: clips }, (_, k) => scores[k * classes + c] ?? 0);
    return pooling === 'max' ? Math.max(...ofClass) : ofClass.reduce((a, b) => a + b, 0) / clips;
  });
}
