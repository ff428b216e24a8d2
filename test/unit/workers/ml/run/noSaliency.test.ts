import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '@/domain/box';
import { type Fusion, fusionIds } from '@/domain/fusions';
import { defaultMethod } from '@/domain/method';
import { type Objective, objectives } from '@/domain/objectives';
import { trainingAxesOf } from '@/domain/planRuns';
import type { RunConfig } from '@/domain/runConfig';
import { createMemoryHost, lossCurve, type MemoryHost } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { decodeRunCheckpoint, encodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunPaths } from '@/workers/ml/run/runHost';

let folder: string;
let paths: RunPaths;
let base: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-no-saliency-'));
  paths = await prepareTinyDataset(folder);
  const host = createMemoryHost({ paths });
  await executeRun({ ...tinyBaseConfig, recipe: { ...tinyBaseConfig.recipe, epochs: 1 } }, host);
  base = host.checkpoints.at(-1)!.bytes;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The base with its classifier multiplied: by little, and no gradient is left in single precision; by much, and every sigmoid is 0 or 1. */
function scaled(factor: number): Uint8Array {
  const checkpoint = decodeRunCheckpoint(base);
  const model = new Map(checkpoint.model);
  const { shape, data } = model.get('fc.weight')!;
  model.set('fc.weight', { shape, data: Float32Array.from(data as Float32Array, (value) => value * factor) });
  return encodeRunCheckpoint({ ...checkpoint, model });
}

function configOf(objective: Objective, fusion: Fusion): RunConfig {
  const variant = objectives[objective].readsLabels ? 'attention_ce_ce' : 'attention_e_e';
  const method = objectives[objective].readsLabels
    ? defaultMethod
    : { ...defaultMethod, labelFree: objective as typeof defaultMethod.labelFree };
  return {
    ...tinyBaseConfig,
    recipe: { ...tinyBaseConfig.recipe, epochs: 1 },
    method,
    training: trainingAxesOf({ variant, fusion }, method),
    evaluations: [{ variant, objective }],
  };
}

const cells = (Object.keys(objectives) as Objective[]).flatMap((objective) =>
  fusionIds.map((fusion) => [objective, fusion] as const),
);
const boxesOf = (host: MemoryHost): Box[] => host.results[0]!.videos.flatMap(({ boxes }) => boxes ?? []);
const shares = (host: MemoryHost) => host.points.filter(({ key }) => key === 'no_saliency').map(({ value }) => value);
const inTheMiddle = ({ top, left, height, width }: Box) =>
  Math.abs(top + height / 2 - 0.5) < 0.01 && Math.abs(left + width / 2 - 0.5) < 0.01;

describe.each(cells)('%s with %s, of a base whose gradient is zero', (objective, fusion) => {
  it('looks at the centre, marks every clip and counts them, in training too', async () => {
    const host = createMemoryHost({ paths, base: scaled(1e-45) });
    await executeRun(configOf(objective, fusion), host);
    const [result] = host.results;
    expect(boxesOf(host)).toHaveLength(6 * 3);
    expect(boxesOf(host).every(inTheMiddle)).toBe(true);
    expect(result!.videos.map(({ noSaliency }) => noSaliency)).toEqual(Array(6).fill([0, 1, 2]));
    expect(result!.saliency).toEqual({ clips: 18, without: 18 });
    expect(host.logs.join('\n')).toContain('18 of 18 clips had no saliency');
    expect(lossCurve(host).every(Number.isFinite)).toBe(true);
    expect(shares(host)).toEqual([1]);
  });
});

it('an answer of the base that is kept on the host says so as well', async () => {
  const saliencyStore = { root: join(folder, 'store'), limitBytes: 2 ** 26 };
  const hosts = [0, 1].map(() => createMemoryHost({ paths, base: scaled(1e-45), saliencyStore }));
  for (const host of hosts) await executeRun(configOf('entropy', 'late_fusion'), host);
  expect(hosts[1]!.results).toEqual(hosts[0]!.results);
  expect(hosts[1]!.results[0]!.saliency).toEqual({ clips: 18, without: 18 });
  expect(hosts[1]!.logs.join('\n')).toMatch(/[1-9]\d* known on this host, 0 computed/);
});

it.each(fusionIds)('a saturated base has no saliency by L_E, with %s', async (fusion) => {
  const host = createMemoryHost({ paths, base: scaled(1e9) });
  await executeRun(configOf('entropy', fusion), host).catch(() => undefined); // its own loss may be no number: training is not the point
  const evaluated = createMemoryHost({ paths, base: scaled(1e9) });
  await executeRun({ ...configOf('entropy', fusion), recipe: { ...tinyBaseConfig.recipe, epochs: 0 } }, evaluated);
  expect(boxesOf(evaluated).every(inTheMiddle)).toBe(true);
  expect(evaluated.results[0]!.saliency).toEqual({ clips: 18, without: 18 });
  expect(shares(host)[0]).toBe(1);
});

it('a base that is sure of something has saliency: nothing is marked, and training says so', async () => {
  const host = createMemoryHost({ paths, base });
  await executeRun(configOf('entropy', 'temporal_concat'), host);
  expect(host.results[0]!.saliency).toEqual({ clips: 18, without: 0 });
  expect(boxesOf(host).every(inTheMiddle)).toBe(false);
  expect(host.logs.join('\n')).not.toContain('no saliency');
  expect(shares(host)).toEqual([0]);
});

it('gradients that are tiny, but not zero, still show where to look', async () => {
  const tiny = createMemoryHost({ paths, base: scaled(1e-20) });
  const config = { ...configOf('max_logit', 'temporal_concat'), recipe: { ...tinyBaseConfig.recipe, epochs: 0 } };
  await executeRun(config, tiny);
  expect(boxesOf(tiny).every(inTheMiddle)).toBe(false);
  expect(tiny.results[0]!.saliency).toEqual({ clips: 18, without: 0 });
});

it('the true object control falls back to the centre without speaking of saliency', async () => {
  const host = createMemoryHost({ paths, base: scaled(1e-45) });
  const axes = trainingAxesOf({ variant: 'true_box', fusion: 'temporal_concat' }, defaultMethod);
  const recipe = { ...tinyBaseConfig.recipe, epochs: 0 };
  await executeRun(
    { ...tinyBaseConfig, recipe, training: axes, evaluations: [{ variant: 'true_box', objective: null }] },
    host,
  );
  expect(host.results[0]!.saliency).toBeNull();
  expect(host.results[0]!.videos.every(({ noSaliency }) => noSaliency?.length === 0)).toBe(true);
});
