import { z } from 'zod';
import { backboneIdSchema } from './backbones';
import { clipGeometrySchema } from './clipGeometry';
import { fusionSchema } from './fusions';
import { defaultMethod, methodSchema } from './method';
import { objectiveSchema } from './objectives';
import { protocolSchema } from './protocol';
import { recipeSchema } from './recipes';
import { cropSourceSchema, secondViewSchema } from './secondViews';
import { variantIdSchema } from './variants';
import { wholeNumberSchema } from './wholeNumber';

/** The axes that training depends on; rows that agree on them share one training. */
export const trainingAxesSchema = z.object({
  secondView: secondViewSchema,
  cropSource: cropSourceSchema,
  fusion: fusionSchema,
  /** Objective of the saliency map in training; null where the box needs none. */
  objective: objectiveSchema.nullable(),
});
export type TrainingAxes = z.infer<typeof trainingAxesSchema>;

/** One evaluation to make with the trained weights; `variant` and the training's fusion name the cell of Table 2. */
export const evaluationPlanSchema = z.object({
  variant: variantIdSchema,
  objective: objectiveSchema.nullable(),
});
export type EvaluationPlan = z.infer<typeof evaluationPlanSchema>;

/** Everything a run process needs to know to train and evaluate; stored with the run and in every checkpoint. */
export const runConfigSchema = z.object({
  dataset: z.string().min(1), // slug of the dataset row
  backbone: backboneIdSchema,
  clip: clipGeometrySchema,
  recipe: recipeSchema,
  training: trainingAxesSchema,
  evaluations: z.array(evaluationPlanSchema).min(1),
  protocol: protocolSchema,
  method: methodSchema.default(defaultMethod),
  /** Disk that the maps and frames of one run may take [MiB]; boxes and scores of all videos are always kept. */
  galleryMiB: z.int().min(0).max(10_000_000).default(2048),
  seed: wholeNumberSchema,
  /** Use at most so many videos of a split (null: all); for quick looks and tests. */
  limit: z.object({ train: z.int().min(1), test: z.int().min(1) }).nullable(),
  /** Control: permute the training labels over the videos; everything must fall to chance. */
  shuffleLabels: z.boolean(),
});
export type RunConfig = z.infer<typeof runConfigSchema>;
