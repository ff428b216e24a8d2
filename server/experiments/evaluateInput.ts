import { z } from 'zod';
import { readStored } from '@/domain/stored';
import { type VariantId, variantIdSchema } from '@/domain/variants';

const evaluateInputSchema = z.object({ variants: z.array(z.string()) });
export type EvaluateInput = { variants: VariantId[] };

/** Rows of Table 2 that a task `evaluate` was asked for; those that this version does not know are left out. */
export function askedVariants(input: unknown): VariantId[] {
  const asked = readStored(evaluateInputSchema, input)?.variants ?? [];
  return asked.flatMap((id) => readStored(variantIdSchema, id) ?? []);
}
