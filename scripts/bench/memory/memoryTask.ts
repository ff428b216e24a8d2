import { z } from 'zod';
import { backboneIdSchema, backbones } from '@/domain/backbones';
import { fusionSchema } from '@/domain/fusions';
import { defaultMethod, methodSchema } from '@/domain/method';
import { objectiveSchema } from '@/domain/objectives';
import { recipePresets } from '@/domain/recipePresets';
import type { RunConfig } from '@/domain/runConfig';

/** A run whose peak of memory is measured: Base, or the attention row with the fusion and objective of its saliency. */
export const memoryTaskSchema = z.object({
  backbone: backboneIdSchema,
  frames: z.int(),
  side: z.int(),
  batch: z.int(),
  accumulate: z.int().default(1),
  /** False: the weights are evaluated as they are. */
  trains: z.boolean().default(true),
  attention: z
    .object({
      fusion: fusionSchema,
      objective: objectiveSchema,
      saliencyFrom: methodSchema.shape.saliencyFrom.unwrap(),
    })
    .nullable()
    .default(null),
});
export type MemoryTask = z.infer<typeof memoryTaskSchema>;

/** `ResNet50-I3D, T = 16, 224 px, batch 4 in 2 parts, attention, late_fusion, entropy` */
export function memoryTaskName({ backbone, frames, side, batch, accumulate, trains, attention }: MemoryTask): string {
  const parts = accumulate > 1 ? ` in ${accumulate} parts` : '';
  const work = trains ? `batch ${batch}${parts}` : 'evaluation alone';
  const row = attention === null ? 'Base' : `attention, ${attention.fusion}, ${attention.objective}`;
  const source = attention?.saliencyFrom === 'tuned' ? ' of the tuned network' : '';
  return `${backbones[backbone].label}, T = ${frames}, ${side} px, ${work}, ${row}${source}`;
}

/** The shortest run with every phase of a long one: two steps, a checkpoint, one video evaluated. */
export function memoryConfig({ backbone, frames, side, batch, accumulate, trains, attention }: MemoryTask): RunConfig {
  const { clip } = backbones[backbone];
  const { base } = recipePresets[backbone === 'micro_i3d' ? 'micro' : 'charades-paper'];
  return {
    dataset: 'bench',
    backbone,
    clip: { ...clip, frames, side, resize: Math.max(clip.resize, side), boxSide: Math.floor(side / 2) },
    recipe: {
      ...base,
      epochs: trains ? 2 : 0,
      batchSize: batch,
      accumulate,
      learningRate: 1e-3,
      warmupSteps: 0,
      decays: [],
    },
    training: attention
      ? { secondView: 'attention', cropSource: 'original', fusion: attention.fusion, objective: attention.objective }
      : { secondView: 'none', cropSource: 'upscaled', fusion: 'temporal_concat', objective: null },
    evaluations: [{ variant: attention ? 'attention_ce_ce' : 'base', objective: attention?.objective ?? null }],
    protocol: { split: 'test', clips: 2, spatialCrop: 'center', pooling: 'max' },
    method: { ...defaultMethod, saliencyFrom: attention?.saliencyFrom ?? 'base' },
    galleryMiB: 0,
    seed: 1,
    limit: { train: batch, test: 1 },
    shuffleLabels: false,
  };
}
