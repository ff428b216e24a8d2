import { z } from 'zod';

/** SGD recipe of one training. Learning rate = base x product of the factors whose `at` (fraction of all steps) is passed. */
export const recipeSchema = z
  .object({
    /** 0: the weights are evaluated as they are. */
    epochs: z.int().min(0).max(1000),
    /** Clips of one optimiser step. */
    batchSize: z.int().min(1).max(256),
    /** Parts a batch is computed in, one after the other; gradients are summed, so memory falls. Batch norm sees one part at a time. */
    accumulate: z.int().min(1).max(256).default(1),
    learningRate: z.number().positive().max(100),
    warmupSteps: z.int().min(0).max(100_000),
    decays: z.array(z.object({ at: z.number().gt(0).lt(1), factor: z.number().positive().max(1) })).max(10),
    momentum: z.number().min(0).lt(1),
    weightDecay: z.number().min(0).max(1),
    dropout: z.number().min(0).lt(1),
    /** `sum`: L_video + L_frame (paper); `row_mean`: one mean over T frame rows and 1 video row (the authors' code). */
    loss: z.enum(['sum', 'row_mean']).default('sum'),
    /** `frozen`: running statistics are used and stay as they are; scale and shift are trained in both cases. */
    batchNorm: z.enum(['tuned', 'frozen']).default('tuned'),
    /** What weight decay applies to: convolution and classifier weights, or every parameter (PyTorch's default). */
    decayOn: z.enum(['weights', 'all']).default('weights'),
  })
  .refine(({ batchSize, accumulate }) => batchSize % accumulate === 0, {
    message: 'The batch must be a multiple of its parts.',
    path: ['accumulate'],
  });
export type Recipe = z.infer<typeof recipeSchema>;
