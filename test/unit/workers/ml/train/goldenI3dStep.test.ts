import { beforeAll, describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { recipePresets } from '@/domain/recipePresets';
import type { Recipe } from '@/domain/recipes';
import type { RunConfig } from '@/domain/runConfig';
import { goldenI3d, goldenI3dClip, goldenI3dState, goldenI3dTarget, i3dClasses } from '@/test/support/goldenI3d';
import { tinyBaseConfig } from '@/test/support/tinyDataset';
import type { Clip } from '@/workers/ml/attention/clip';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { readTensor } from '@/workers/ml/engine/transfer';
import { createNetwork, type Network } from '@/workers/ml/models/network';
import { resnet50I3d } from '@/workers/ml/models/resnet50I3d';
import type { StateDict } from '@/workers/ml/models/stateDict';
import { createSgd } from '@/workers/ml/optim/sgd';
import { createTrainStep, type StepReport } from '@/workers/ml/train/trainStep';

const patience = 240_000;
const frames = 16;

const recipe: Recipe = {
  ...recipePresets['charades-paper'].base,
  epochs: 1,
  batchSize: 2,
  learningRate: 0.005,
  decays: [],
  weightDecay: 0.01,
  dropout: 0,
};
const configOf = (changes: Partial<Recipe>): RunConfig => ({
  ...tinyBaseConfig,
  backbone: 'resnet50_i3d',
  clip: { ...backbones.resnet50_i3d.clip, frames },
  recipe: { ...recipe, ...changes },
});

const clips = [0, 1].map((seed) => ({
  frameNumbers: Array.from({ length: frames }, (_, k) => k),
  frameLabels: goldenI3dTarget(frames, seed),
  seed,
})) as unknown as Clip[];
const viewsOf = (batch: Clip[]) => {
  const parts = batch.map((clip) => goldenI3dClip(frames, (clip as unknown as { seed: number }).seed));
  const views = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    views.set(part, at);
    at += part.length;
  }
  return views;
};

type Stepped = { network: Network; first: StateDict; gradients: Map<string, Float32Array>; reports: StepReport[] };

/** Steps of the product's own training path on the clips of the fixture; `gradients` of the first step, `first`: the state after it. */
async function train(changes: Partial<Recipe>, steps: number): Promise<Stepped> {
  const config = configOf(changes);
  const network = createNetwork({ spec: resnet50I3d, classes: i3dClasses, seed: 1, dropout: 0 });
  network.loadStateDict(goldenI3dState());
  const { momentum, weightDecay, decayOn } = config.recipe;
  const sgd = createSgd({ parameters: network.parameters(), momentum, weightDecay, decayOn });
  const gradients = new Map<string, Float32Array>();
  const step = createTrainStep({
    config,
    classes: i3dClasses,
    totalSteps: steps,
    network,
    frozen: null,
    compose: async (batch) => [
      { views: viewsOf(batch), second: null, boxes: null, noSaliency: null, maps: null, saliencyFrom: null },
    ],
    optimizer: {
      ...sgd,
      stepDuring(rate, backward) {
        if (gradients.size > 0) return sgd.stepDuring(rate, backward);
        backward();
        for (const parameter of network.parameters())
          gradients.set(parameter.name, parameter.toTorch(readTensor(parameter.gradient!)));
        sgd.step(rate);
      },
    },
  });
  const reports: StepReport[] = [];
  reports.push(await step(0, clips));
  const first = network.stateDict();
  for (let k = 1; k < steps; k++) reports.push(await step(k, clips));
  sgd.dispose();
  return { network, first, gradients, reports };
}

const at = (data: Float32Array, indices: number[]) => indices.map((index) => data[index]!);
const furthest = (found: number[], wanted: number[]) => Math.max(...found.map((v, k) => Math.abs(v - wanted[k]!)));

beforeAll(() => void startEngine({ threads: 2, device: 'cpu' }));

describe('two training steps of ResNet50-I3D with batch statistics', () => {
  let result: Stepped;
  beforeAll(async () => {
    result = await train({}, 2);
  }, patience);
  const [first, second] = goldenI3d.train.steps;

  it('have the losses of the reference', () => {
    for (const [k, expected] of [first, second].entries()) {
      expect(result.reports[k]!.video / expected.L_video).toBeCloseTo(1, 4);
      expect(result.reports[k]!.frame / expected.L_frame).toBeCloseTo(1, 4);
    }
  });

  it('update weights and running statistics as the reference', () => {
    const state = result.first;
    for (const [name, { flat_index, after }] of Object.entries(first.entries)) {
      const found = at(state.get(name)!.data, flat_index);
      expect(furthest(found, after), name).toBeLessThan(name.includes('.running_') ? 1e-4 : 1e-5);
    }
  });

  it('have the gradients of the reference where they are not chaotic', () => {
    const late = Object.entries(first.entries).filter(
      ([name, entry]) => entry.gradient_l2 !== undefined && /^(fc|layer4)/.test(name),
    );
    expect(late.length).toBeGreaterThan(3);
    for (const [name, { gradient_l2: norm }] of late) {
      const gradient = result.gradients.get(name)!;
      const found = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
      expect(Math.abs(found / norm! - 1), name).toBeLessThan(1e-3);
    }
  });
});

describe('a step with frozen batch norms and the row-mean loss', () => {
  let result: Stepped;
  beforeAll(async () => {
    result = await train({ loss: 'row_mean', batchNorm: 'frozen' }, 1);
  }, patience);
  const { entries, row_mean } = goldenI3d.train_frozen_bn;

  it('has the loss of the reference', () => {
    expect(result.reports[0]!.loss / row_mean).toBeCloseTo(1, 4);
  });

  it('leaves the running statistics exactly as they are', () => {
    const before = goldenI3dState();
    for (const [name, { data }] of result.network.stateDict())
      if (name.includes('.running_')) expect(data, name).toEqual(before.get(name)!.data);
  });

  it('updates weights, scales and shifts as the reference', () => {
    const state = result.network.stateDict();
    for (const [name, { flat_index, after }] of Object.entries(entries))
      expect(furthest(at(state.get(name)!.data, flat_index), after), name).toBeLessThan(1e-5);
  });

  it(
    'is the same when the batch is computed in two parts',
    async () => {
      const parts = await train({ loss: 'row_mean', batchNorm: 'frozen', accumulate: 2 }, 1);
      expect(parts.reports[0]!.loss).toBeCloseTo(result.reports[0]!.loss, 6);
      const state = parts.network.stateDict();
      for (const [name, { flat_index, after }] of Object.entries(entries))
        expect(furthest(at(state.get(name)!.data, flat_index), after), name).toBeLessThan(1e-5);
    },
    patience,
  );
});
