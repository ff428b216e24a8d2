import { z } from 'zod';
import { runConfigSchema } from './runConfig';

/** Dotted paths of all leaves of a run config, e.g. `recipe.learningRate`; a list (decays, evaluations) is one leaf. */
export const configKeys: string[] = pathsOf(runConfigSchema, '');

function pathsOf(schema: z.core.$ZodType, prefix: string): string[] {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return pathsOf(schema.unwrap() as z.core.$ZodType, prefix);
  if (!(schema instanceof z.ZodObject)) return [prefix];
  return Object.entries(schema.shape).flatMap(([key, inner]) =>
    pathsOf(inner as z.core.$ZodType, prefix === '' ? key : `${prefix}.${key}`),
  );
}
