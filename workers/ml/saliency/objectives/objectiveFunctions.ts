import type { Objective } from '@/domain/objectives';
import { bernoulliEntropy } from './bernoulliEntropy';
import { crossEntropy } from './crossEntropy';
import { entropy } from './entropy';
import { entropySoftmax } from './entropySoftmax';
import { gradCam } from './gradCam';
import { maxLogit } from './maxLogit';
import type { ObjectiveFunction } from './objectiveFunction';

/** The implementation of every objective of domain/objectives.ts. */
export const objectiveFunctions = {
  cross_entropy: crossEntropy,
  entropy,
  entropy_softmax: entropySoftmax,
  bernoulli_entropy: bernoulliEntropy,
  max_logit: maxLogit,
  grad_cam: gradCam,
} satisfies Record<Objective, ObjectiveFunction>;
