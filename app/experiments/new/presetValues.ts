import { presetRecipes, type RecipePreset, type RecipePresetId, recipePresets } from '@/domain/recipePresets';
import type { Recipe } from '@/domain/recipes';
import type { FormValues } from './formValues';

type Recipes = Pick<FormValues, 'baseRecipe' | 'ablationRecipe'>;

/** What choosing a preset fills in: the recipes, and the setting that it stands for where it has one. */
export function presetValues(id: RecipePresetId, clip: FormValues['clip']): Partial<FormValues> {
  const { setting }: RecipePreset = recipePresets[id];
  const { base, ablation } = presetRecipes(id, setting?.clip.frames ?? Number(clip.frames));
  return { ...setting, baseRecipe: base, ablationRecipe: ablation };
}

/** The preset that stands for a backbone. */
export function presetFor(backbone: FormValues['backbone']): RecipePresetId {
  const ids = Object.keys(recipePresets) as RecipePresetId[];
  return ids.find((id) => recipePresets[id].setting?.backbone === backbone) ?? 'quick';
}

/** The preset whose numbers these are, for clips of so many frames; null for a recipe of one's own. */
export function presetOf({ baseRecipe, ablationRecipe }: Recipes, frames: number): RecipePresetId | null {
  const ids = Object.keys(recipePresets) as RecipePresetId[];
  const fits = (id: RecipePresetId) => {
    const { base, ablation } = presetRecipes(id, frames);
    return same(base, baseRecipe) && same(ablation, ablationRecipe);
  };
  return ids.find(fits) ?? null;
}

function same(preset: Recipe, recipe: FormValues['baseRecipe']): boolean {
  return (Object.keys(preset) as (keyof Recipe)[]).every(
    (key) => JSON.stringify(preset[key]) === JSON.stringify(recipe[key]),
  );
}
