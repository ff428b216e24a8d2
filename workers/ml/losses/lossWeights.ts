import type { Recipe } from '@/domain/recipes';

/** Weights of the video and the frame loss in the training loss. */
export type LossWeights = { video: number; frame: number };

/**
 * `sum`: L_video + L_frame (paper eq. 1 + eq. 2). `row_mean`: one mean over the T frame rows and the video row of a clip, so
 * (T L_frame + L_video) / (T + 1), as the authors' code has it.
 */
export function lossWeights(loss: Recipe['loss'], frames: number): LossWeights {
  return loss === 'sum' ? { video: 1, frame: 1 } : { video: 1 / (frames + 1), frame: frames / (frames + 1) };
}
