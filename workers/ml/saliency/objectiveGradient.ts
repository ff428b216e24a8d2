import type { Objective } from '@/domain/objectives';
import type { Recipe } from '@/domain/recipes';
import type { TemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';
import type { ObjectiveInput } from './objectives/objectiveFunction';
import { objectiveFunctions } from './objectives/objectiveFunctions';

/** What the objective needs besides the logits. */
export type SaliencyTask = {
  objective: Objective;
  over: ObjectiveInput['over'];
  classes: number;
  /** One (frames, classes) matrix a clip; null where there is no ground truth. */
  frameLabels: Float32Array[] | null;
  upsampling: TemporalUpsampling;
  loss: Recipe['loss'];
};

/** Gradient of the objective at the logits (N, T_out, classes), each clip on its own: no division by the batch size. */
export function objectiveGradient(logits: Float32Array, shape: readonly number[], task: SaliencyTask): Float32Array {
  const [clips = 0, steps = 0] = shape;
  const gradient = new Float32Array(logits.length);
  const objective = objectiveFunctions[task.objective];
  for (let clip = 0; clip < clips; clip++) {
    const input = {
      logits,
      offset: clip * steps * task.classes,
      steps,
      classes: task.classes,
      over: task.over,
      frameLabels: task.frameLabels?.[clip] ?? null,
      upsampling: task.upsampling,
      loss: task.loss,
    };
    objective(input, gradient);
  }
  return gradient;
}
