import type { Recipe } from '@/domain/recipes';
import type { TemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';

/** One clip as an objective sees it. */
export type ObjectiveInput = {
  /** (N, T_out, classes) */
  logits: ArrayLike<number>;
  /** Where the clip starts in `logits`. */
  offset: number;
  steps: number;
  classes: number;
  /** Probabilities per time step, or of the mean over time of the logits. */
  over: 'steps' | 'mean_logits';
  /** (frames, classes) of the clip; null where there is no ground truth. */
  frameLabels: ArrayLike<number> | null;
  upsampling: TemporalUpsampling;
  /** How the training loss is made of its two parts. */
  loss: Recipe['loss'];
};

/** Value of the objective for one clip; its gradient at the logits is written to `gradient` at the clip's offset. */
export type ObjectiveFunction = (input: ObjectiveInput, gradient: Float32Array) => number;
