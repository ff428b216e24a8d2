import { z } from 'zod';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { fusionSchema } from '@/domain/fusions';
import { variantIdSchema } from '@/domain/variants';
import { demoSpec } from '@/server/experiments/demoSpec';
import type { TreeUse } from './treeMeter';

export const scoreSchema = z.object({ variant: variantIdSchema, fusion: fusionSchema, mAP: z.number() });
/** The mAP [0, 1] of a cell of Table 2. */
export type Score = z.infer<typeof scoreSchema>;

/** The whole job by one side: from the launch to the last score. */
export type WholeJob = TreeUse & { seconds: number; baseSeconds: number; scores: Score[]; version: string };

/** Table 2 on MicroCharades with one seed, as `npm run demo` launches it; `quick`: a few steps on a few videos. */
export function jobSpec(quick: boolean): ExperimentSpec {
  const spec = demoSpec([0]);
  if (!quick) return spec;
  return {
    ...spec,
    baseRecipe: { ...spec.baseRecipe, epochs: 3 },
    ablationRecipe: { ...spec.ablationRecipe, epochs: 1 },
    limit: { train: 80, test: 30 },
  };
}
