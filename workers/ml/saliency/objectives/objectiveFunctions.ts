import type { Objective } from '@/domain/objectives';
import { crossEntropy } from './crossEntropy';
import { entropy } from './entropy';
import type { ObjectiveFunction } from './objectiveFunction';

/** The implementation of every objective of domain/objectives.ts. */
export const objectiveFunctions = {
  cross_entropy: crossEntropy,
  entropy,
} satisfies Record<Objective, ObjectiveFunction>;
