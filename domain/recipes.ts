import { z } from 'zod';

/** SGD recipe of one training. Learning rate = base x product of the factors whose `at` (fraction of all steps) is passed. */
export const recipeSchema = z.object({
  epochs: z.int().min(1).max(1000),
  batchSize: z.int().min(1).max(256),
  learningRate: z.number().positive().max(100),
  warmupSteps: z.int().min(0).max(100_000),
  decays: z.array(z.object({ at: z.number().gt(0).lt(1), factor: z.number().positive().max(1) })).max(10),
  momentum: z.number().min(0).lt(1),
  weightDecay: z.number().min(0).max(1),
  dropout: z.number().min(0).lt(1),
});
export type Recipe = z.infer<typeof recipeSchema>;

export type RecipePreset = { label: string; description: string; base: Recipe; ablation: Recipe };

const microBase: Recipe = {
  epochs: 48,
  batchSize: 8,
  learningRate: 0.2,
  warmupSteps: 50,
  decays: [
    { at: 0.65, factor: 0.1 },
    { at: 0.88, factor: 0.1 },
  ],
  momentum: 0.9,
  weightDecay: 1e-4,
  dropout: 0.3,
};
const microAblation: Recipe = {
  ...microBase,
  epochs: 2,
  learningRate: 0.05,
  warmupSteps: 20,
  decays: [{ at: 0.67, factor: 0.1 }],
};

/** Recipes a user can pick; every number of them can be edited in the form. */
export const recipePresets = {
  micro: {
    label: 'micro',
    description: 'MicroCharades: base 48 epochs, ablations 2 epochs',
    base: microBase,
    ablation: microAblation,
  },
  quick: {
    label: 'quick look',
    description: 'a few steps only, to see that everything runs; the numbers mean nothing',
    base: { ...microBase, epochs: 2, warmupSteps: 2 },
    ablation: { ...microAblation, epochs: 1, warmupSteps: 1 },
  },
} as const satisfies Record<string, RecipePreset>;
export type RecipePresetId = keyof typeof recipePresets;
export const recipePresetIdSchema = z.enum(['micro', 'quick']);
