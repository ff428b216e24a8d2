import type { Recipe } from '@/domain/recipes';

/** Learning rate of a step (0-based): linear warm-up, times every decay factor whose share of the steps is passed. */
export function learningRate(recipe: Recipe, step: number, totalSteps: number): number {
  const warmup = recipe.warmupSteps > 0 ? Math.min(1, (step + 1) / recipe.warmupSteps) : 1;
  return recipe.decays
    .filter(({ at }) => step >= at * totalSteps - 1e-6) // 40 / 50 of 7,000 steps is step 5,600, whatever the rounding
    .reduce((rate, { factor }) => rate * factor, recipe.learningRate * warmup);
}
