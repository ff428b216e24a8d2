import { z } from 'zod';
import { backboneIdSchema } from './backbones';
import { clipGeometrySchema } from './clipGeometry';
import { fusionSchema } from './fusions';
import { protocolSchema } from './protocol';
import { recipePresetIdSchema, recipeSchema } from './recipes';
import { variantIdSchema } from './variants';

/** One cell of Table 2: a row in a column. */
export const cellSchema = z.object({ variant: variantIdSchema, fusion: fusionSchema });
export type Cell = z.infer<typeof cellSchema>;

/** Where the base weights come from: trained once per seed, or those of a finished base run. */
export const baseSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('train') }),
  z.object({ kind: z.literal('reuse'), runId: z.uuid() }),
]);

/** A named ablation as the form sends it: dataset + backbone + recipe + cells x seeds. */
export const experimentSpecSchema = z.object({
  name: z.string().trim().min(1, 'Give the experiment a name.').max(120),
  notes: z.string().max(20_000).default(''),
  dataset: z.string().min(1, 'Choose a dataset.'),
  backbone: backboneIdSchema,
  clip: clipGeometrySchema,
  recipePreset: recipePresetIdSchema.nullable(),
  baseRecipe: recipeSchema,
  ablationRecipe: recipeSchema,
  protocol: protocolSchema,
  cells: z.array(cellSchema).min(1, 'Choose at least one row.').max(64),
  seeds: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    )
    .min(1, 'Choose at least one seed.')
    .max(20)
    .refine((seeds) => new Set(seeds).size === seeds.length, 'Every seed can be used once.'),
  base: baseSourceSchema,
  limit: z
    .object({ train: z.int().min(1), test: z.int().min(1) })
    .nullable()
    .default(null),
  shuffleLabels: z.boolean().default(false),
});
export type ExperimentSpec = z.infer<typeof experimentSpecSchema>;
