import { readFileSync } from 'node:fs';
import { backbones } from '@/domain/backbones';
import { recipePresets } from '@/domain/recipePresets';
import type { Clip } from '@/workers/ml/attention/clip';
import { createSaliencySource } from '@/workers/ml/attention/saliencySource';
import { decodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { createFrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createNetwork } from '@/workers/ml/models/network';
import { createSgd } from '@/workers/ml/optim/sgd';
import { createTrainStep } from '@/workers/ml/train/trainStep';
import type { BenchTask } from './measurement';

export type StepTask = Omit<BenchTask, 'threads'>;

/** One step of a task, ours: the product's own functions on made-up clips. @param weights file of imported weights */
export function makeStep({ backbone, frames, side, batch: count, task }: StepTask, weights: string): () => unknown {
  const clip = { ...backbones[backbone].clip, frames, side };
  const { model, classes: found } = decodeWeightsFile(readFileSync(weights));
  const classes = found ?? 1;
  const spec = backboneSpecs[backbone];
  const views = Float32Array.from(
    { length: count * clip.frames * clip.side ** 2 * 3 },
    (_, i) => Math.sin(i * 0.37) * 1.7,
  );
  const clips = Array.from({ length: count }, () => ({
    frameNumbers: Array.from({ length: clip.frames }, (_, k) => k),
    frameLabels: Float32Array.from({ length: clip.frames * classes }, (_, i) => Number(i % 11 === 0)),
  })) as Clip[];
  if (task !== 'train') {
    const network = createFrozenNetwork({ spec, classes, state: model });
    const setting = { backbone: backbones[backbone], geometry: clip, classes, loss: 'sum' } as const;
    const source = createSaliencySource(network, setting);
    return task === 'forward' ? () => source.logits(views) : () => source.saliency(views, clips, 'entropy');
  }
  const preset = recipePresets[backbone === 'micro_i3d' ? 'micro' : 'charades-paper'];
  const recipe = { ...preset.base, batchSize: count, learningRate: 1e-3, warmupSteps: 0, decays: [] };
  const network = createNetwork({ spec, classes, state: model });
  const { momentum, weightDecay, decayOn } = recipe;
  const trainStep = createTrainStep({
    config: {
      ...{ dataset: 'bench', backbone, clip, recipe, seed: 1, limit: null, shuffleLabels: false, galleryMiB: 0 },
      ...{ protocol: preset.setting.protocol, method: preset.setting.method },
      training: { secondView: 'none', cropSource: 'upscaled', fusion: 'temporal_concat', objective: null },
      evaluations: [{ variant: 'base', objective: null }],
    },
    ...{ classes, totalSteps: 1_000_000, network, frozen: null },
    optimizer: createSgd({ parameters: network.parameters(), momentum, weightDecay, decayOn }),
    compose: async () => [{ views, second: null, boxes: null, noSaliency: null, maps: null, saliencyFrom: null }],
  });
  let at = 0;
  return () => trainStep(at++, clips);
}
