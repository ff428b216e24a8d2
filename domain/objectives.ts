import type { z } from 'zod';
import { idTable } from './idTable';

/**
 * The scalars whose gradient makes a saliency map (paper eq. 3, 4). `map`: from the gradient at the input, or by Grad-CAM from the
 * activations and gradients of the last stage.
 */
export const {
  table: objectives,
  ids: objectiveIds,
  schema: objectiveSchema,
} = idTable({
  cross_entropy: {
    label: 'L_CE',
    readsLabels: true,
    map: 'input_gradient',
    description: 'training loss of the clip, eq. (3); reads ground truth',
  },
  entropy: {
    label: 'L_E',
    readsLabels: false,
    map: 'input_gradient',
    description: 'sum of p log p over classes and time, eq. (4); label-free',
  },
  entropy_softmax: {
    label: 'L_E, softmax',
    readsLabels: false,
    map: 'input_gradient',
    description: "entropy of the softmax over the probabilities, as in the authors' code; label-free",
  },
  bernoulli_entropy: {
    label: 'L_E, Bernoulli',
    readsLabels: false,
    map: 'input_gradient',
    description: 'sum of p log p + (1 - p) log(1 - p) over classes and time; label-free',
  },
  max_logit: {
    label: 'max logit',
    readsLabels: false,
    map: 'input_gradient',
    description: 'largest logit over classes and time; label-free',
  },
  grad_cam: {
    label: 'Grad-CAM',
    readsLabels: false,
    map: 'grad_cam',
    description: "Grad-CAM on the last stage for minus the softmax entropy, the authors' later variant; label-free",
  },
} as const satisfies Record<
  string,
  { label: string; readsLabels: boolean; map: 'input_gradient' | 'grad_cam'; description: string }
>);

export type Objective = keyof typeof objectives;

/** Objectives that can stand for L_E in the rows of Table 2. */
export const labelFreeObjectiveSchema = objectiveSchema.exclude(['cross_entropy']);
export type LabelFreeObjective = z.infer<typeof labelFreeObjectiveSchema>;
