import { z } from 'zod';
import { backboneIdSchema, backbones, clipTooSmall } from './backbones';
import { clipGeometrySchema } from './clipGeometry';
import { fusionSchema } from './fusions';
import { defaultMethod, methodSchema } from './method';
import { protocolSchema } from './protocol';
import { recipePresetIdSchema } from './recipePresets';
import { recipeSchema } from './recipes';
import { lineText, manyLineText } from './text/textSchemas';
import { variantIdSchema } from './variants';
import { wholeNumberSchema } from './wholeNumber';

/** One cell of Table 2: a row in a column. */
export const cellSchema = z.object({ variant: variantIdSchema, fusion: fusionSchema });
export type Cell = z.infer<typeof cellSchema>;

/**
 * Where the base weights come from: trained once per seed from random or imported weights, imported weights as they are (a base run
 * of zero epochs), or those of a finished base run.
 */
export const baseSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('train'), weightsId: z.uuid().nullable().default(null) }),
  z.object({ kind: z.literal('weights'), weightsId: z.uuid() }),
  z.object({ kind: z.literal('reuse'), runId: z.uuid() }),
]);

export const experimentNameSchema = lineText({ what: 'The name', max: 120, empty: 'Give the experiment a name.' });
export const experimentNotesSchema = manyLineText({ what: 'The notes', max: 20_000 });

const experimentFields = z.object({
  name: experimentNameSchema,
  notes: experimentNotesSchema.default(''),
  dataset: lineText({ what: 'The dataset', max: 200, empty: 'Choose a dataset.' }),
  backbone: backboneIdSchema,
  clip: clipGeometrySchema,
  recipePreset: recipePresetIdSchema.nullable(),
  baseRecipe: recipeSchema,
  ablationRecipe: recipeSchema,
  protocol: protocolSchema,
  method: methodSchema.default(defaultMethod),
  galleryMiB: z.int().min(0).max(10_000_000).default(2048),
  /** Clip lengths of Table 1: one Base each and seed, beside Table 2; empty: no Table 1. */
  table1Frames: z.array(z.int().min(2).max(256)).max(8).default([]),
  cells: z.array(cellSchema).min(1, 'Choose at least one row.').max(64),
  seeds: z
    .array(wholeNumberSchema)
    .min(1, 'Choose at least one seed.')
    .max(20)
    .refine((seeds) => new Set(seeds).size === seeds.length, 'Every seed can be used once.'),
  base: baseSourceSchema,
  limit: z
    .object({ train: wholeNumberSchema.min(1), test: wholeNumberSchema.min(1) })
    .nullable()
    .default(null),
  shuffleLabels: z.boolean().default(false),
});

function fitsBackbone(
  { backbone, clip, table1Frames }: z.infer<typeof experimentFields>,
  context: z.RefinementCtx,
): void {
  for (const frames of [clip.frames, ...table1Frames]) {
    const message = clipTooSmall(backbone, { ...clip, frames });
    if (message === null) continue;
    const path = ['clip', frames < backbones[backbone].least.frames ? 'frames' : 'side'];
    context.addIssue({ code: 'custom', message, path });
    return;
  }
}

/** A named ablation as the form sends it: dataset + backbone + recipe + cells x seeds. */
export const experimentSpecSchema = experimentFields.superRefine(fitsBackbone);
export type ExperimentSpec = z.infer<typeof experimentSpecSchema>;

/** The same as it stands in its row: texts are taken as earlier versions stored them. */
export const storedSpecSchema = experimentFields
  .extend({ name: z.string(), notes: z.string().default(''), dataset: z.string() })
  .superRefine(fitsBackbone);
