import { z } from 'zod';
import { labelFreeObjectiveSchema } from './objectives';

/** Choices of the method that the paper and the code around it make differently; the same for all rows of an experiment. */
export const methodSchema = z.object({
  /** What stands for L_E in the rows of Table 2. */
  labelFree: labelFreeObjectiveSchema.default('entropy'),
  /** The network whose gradient makes the saliency: the base as it was trained, or the one that is being tuned (in eval mode). */
  saliencyFrom: z.enum(['base', 'tuned']).default('base'),
});
export type Method = z.infer<typeof methodSchema>;

export const defaultMethod: Method = { labelFree: 'entropy', saliencyFrom: 'base' };
