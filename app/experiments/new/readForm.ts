import type { z } from 'zod';
import { type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import type { FormValues } from './formValues';
import { presetOf } from './presetValues';
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
  const recipePreset = presetOf(values, Number(values.clip.frames));
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

/** Fields of the form that stand for several places of the spec. */
const fieldOf: Record<string, string> = {
  seeds: 'seeds',
  cells: 'cells',
  table1Frames: 'table1Frames',
  'base.runId': 'baseRunId',
  'base.weightsId': 'weightsId',
};
const missing: Record<string, string> = {
  baseRunId: 'Choose the base run to start from.',
  weightsId: 'Choose the weights to use.',
};

function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const [first, ...rest] = issue.path.map(String);
    if (first === undefined) continue;
    const path = [first, ...rest].join('.');
    const field = fieldOf[first] ?? fieldOf[path] ?? path;
    errors[field] ??= missing[field] ?? messageOf(issue);
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
