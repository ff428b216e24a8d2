import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelFreeObjectiveSchema } from '@/domain/objectives';
import { objectiveOf, trainingAxesOf } from '@/domain/planRuns';
import type { RunConfig } from '@/domain/runConfig';
import { variantOf } from '@/domain/variants';
import { createMemoryHost, lossCurve } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { decodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { encodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunPaths } from '@/workers/ml/run/runHost';

let folder: string;
let paths: RunPaths;
let base: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-method-'));
  paths = await prepareTinyDataset(folder);
  const host = createMemoryHost({ paths });
  await executeRun(tinyBaseConfig, host);
  base = host.checkpoints.at(-1)!.bytes;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const cells = labelFreeObjectiveSchema.options.flatMap((labelFree) =>
  (['base', 'tuned'] as const).map((saliencyFrom) => ({ labelFree, saliencyFrom })),
);

function configOf(method: RunConfig['method'], fusion: 'temporal_concat' | 'late_fusion'): RunConfig {
  const variant = 'attention_e_e';
  return {
    ...tinyBaseConfig,
    recipe: { ...tinyBaseConfig.recipe, epochs: 1 },
    method,
    training: trainingAxesOf({ variant, fusion }, method),
    evaluations: [{ variant, objective: objectiveOf(variantOf(variant).evaluationObjective, method) }],
  };
}

async function boxesOf(config: RunConfig) {
  const host = createMemoryHost({ paths, base });
  await executeRun(config, host);
  expect(lossCurve(host)).toHaveLength(2);
  expect(lossCurve(host).every(Number.isFinite)).toBe(true);
  return host.results[0]!.videos.flatMap(({ boxes }) => boxes ?? []);
}

describe.each(cells)('saliency by $labelFree from the $saliencyFrom network', (method) => {
  it.each(['temporal_concat', 'late_fusion'] as const)('trains and evaluates with %s', async (fusion) => {
    expect(await boxesOf(configOf(method, fusion))).toHaveLength(6 * 3);
  });
});

it('the boxes of the tuned network are its own, not those of the base', async () => {
  const of = (saliencyFrom: 'base' | 'tuned') =>
    boxesOf(configOf({ labelFree: 'entropy', saliencyFrom }, 'late_fusion'));
  expect(await of('tuned')).not.toEqual(await of('base'));
});

describe('imported weights', () => {
  const model = () => decodeRunCheckpoint(base).model;
  const classes = () => model().get('fc.weight')!.shape[0]!;
  const hostWith = (bytes: Uint8Array) => {
    const host = createMemoryHost({ paths });
    return Object.assign(host, { loadInitialWeights: async () => bytes });
  };
  const file = (changes: Partial<Parameters<typeof encodeWeightsFile>[0]> = {}) =>
    encodeWeightsFile({ backbone: 'micro_i3d', classes: classes(), source: 'test', model: model(), ...changes });
  const asTheyAre: RunConfig = { ...tinyBaseConfig, recipe: { ...tinyBaseConfig.recipe, epochs: 0 } };

  it('are evaluated as they are by a run of no epochs, which leaves a final checkpoint of just these weights', async () => {
    const trained = createMemoryHost({ paths });
    await executeRun(tinyBaseConfig, trained);
    const host = hostWith(file());
    await executeRun(asTheyAre, host);
    expect(lossCurve(host)).toEqual([]);
    expect(host.checkpoints.map(({ step, final }) => ({ step, final }))).toEqual([{ step: 0, final: true }]);
    expect(decodeRunCheckpoint(host.checkpoints[0]!.bytes).model).toEqual(model());
    expect(host.results[0]!.summary).toEqual(trained.results[0]!.summary);
  });

  it('are the start of a training, with a new classifier where theirs has other classes', async () => {
    const withoutHead = new Map([...model()].filter(([name]) => !name.startsWith('fc.')));
    const host = hostWith(file({ classes: null, model: withoutHead }));
    const fresh = createMemoryHost({ paths });
    await executeRun(tinyBaseConfig, host);
    await executeRun(tinyBaseConfig, fresh);
    expect(lossCurve(host)).toHaveLength(lossCurve(fresh).length);
    expect(lossCurve(host)[0]).not.toBe(lossCurve(fresh)[0]);
    expect(host.logs.join('\n')).toContain('with a new classifier');
  });

  it('without a classifier cannot be evaluated as they are', async () => {
    const withoutHead = new Map([...model()].filter(([name]) => !name.startsWith('fc.')));
    const host = hostWith(file({ classes: null, model: withoutHead }));
    await expect(executeRun(asTheyAre, host)).rejects.toThrow(/have no classifier.*Train Base from them/);
  });

  it('of another backbone are refused', async () => {
    await expect(executeRun(asTheyAre, hostWith(file({ backbone: 'resnet50_i3d' })))).rejects.toThrow(/resnet50_i3d/);
  });
});
