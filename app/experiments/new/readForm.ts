import type { z } from 'zod';
import { type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import { type RecipePresetId, recipePresets } from '@/domain/recipePresets';
import type { Recipe } from '@/domain/recipes';
import type { FormValues } from './formValues';
import { parseSeeds } from './seedsText';

export type FormReading =
  | { spec: ExperimentSpec; errors: null }
  /** Messages by the path of the field that they belong to. */
  | { spec: null; errors: Record<string, string> };

const seedsHint = 'Write seeds as numbers or ranges, e.g. 0, 1, 2 or 0-4.';

/** What the form says, checked with the schema that the server uses. */
export function readForm(values: FormValues): FormReading {
  const { seeds: seedsText, baseKind, baseRunId, weightsId, limited, limit, ...same } = values;
  const seeds = parseSeeds(seedsText);
  const base = baseKind === 'reuse' ? { kind: 'reuse', runId: baseRunId } : { kind: baseKind, weightsId };
  const recipePreset = presetOf(values.baseRecipe, values.ablationRecipe);
  const parsed = experimentSpecSchema.safeParse({
    ...same,
    seeds: seeds ?? [0],
    base,
    limit: limited ? limit : null,
    recipePreset,
  });
  const errors = parsed.success ? {} : fieldErrors(parsed.error);
  if (seeds === null) errors.seeds = seedsHint;
  if (parsed.success && seeds !== null) return { spec: parsed.data, errors: null };
  return { spec: null, errors };
}

/** The preset whose numbers these are; null for a recipe of one's own. */
export function presetOf(
  base: FormValues['baseRecipe'],
  ablation: FormValues['ablationRecipe'],
): RecipePresetId | null {
  const ids = Object.keys(recipePresets) as RecipePresetId[];
  return ids.find((id) => same(recipePresets[id].base, base) && same(recipePresets[id].ablation, ablation)) ?? null;
}

function same(preset: Recipe, recipe: FormValues['baseRecipe']): boolean {
  return (Object.keys(preset) as (keyof Recipe)[]).every(
    (key) => JSON.stringify(preset[key]) === JSON.stringify(recipe[key]),
  );
}

/** Fields of the form that stand for several places of the spec. */
const fieldOf: Record<string, string> = { seeds: 'seeds', cells: 'cells', base: 'baseRunId' };

function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const [first, ...rest] = issue.path.map(String);
    if (first === undefined) continue;
    const field = fieldOf[first] ?? [first, ...rest].join('.');
    errors[field] ??= field === 'baseRunId' ? 'Choose the base run to start from.' : messageOf(issue);
  }
  return errors;
}

/** Zod's words for numbers are for programmers. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'A whole number, please.';
  if (issue.code === 'invalid_type' && issue.expected === 'number') return 'Give a number.';
  if (issue.code === 'too_small' && issue.origin !== 'string' && issue.origin !== 'array') {
    return issue.inclusive ? `At least ${issue.minimum}.` : `More than ${issue.minimum}.`;
  }
  if (issue.code === 'too_big' && issue.origin !== 'string' && issue.origin !== 'array') {
    return issue.inclusive ? `At most ${issue.maximum}.` : `Less than ${issue.maximum}.`;
  }
  return issue.message;
}
