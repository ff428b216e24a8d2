import { z } from 'zod';

/** The scalars whose gradient at the input makes a saliency map (paper eq. 3, 4). */
export const objectives = {
  cross_entropy: {
    label: 'L_CE',
    readsLabels: true,
    description: 'training loss of the clip, eq. (3); reads ground truth',
  },
  entropy: {
    label: 'L_E',
    readsLabels: false,
    description: 'sum of p log p over classes and time, eq. (4); label-free',
  },
} as const satisfies Record<string, { label: string; readsLabels: boolean; description: string }>;

export const objectiveSchema = z.enum(['cross_entropy', 'entropy']);
export type Objective = keyof typeof objectives;
