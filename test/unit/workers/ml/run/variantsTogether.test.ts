import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultMethod, type Method } from '@/domain/method';
import { objectiveOf, trainingAxesOf } from '@/domain/planRuns';
import type { RunConfig } from '@/domain/runConfig';
import { type VariantId, variantOf } from '@/domain/variants';
import { createMemoryHost, type MemoryHost } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { liveTensors } from '@/workers/ml/engine/scope';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunPaths } from '@/workers/ml/run/runHost';

// CE/CE and CE/E are one training.
const both = ['attention_ce_ce', 'attention_ce_e'] as const;
/** 26 clips fill a batch: every video is a group of its own. */
const long = { ...tinyBaseConfig.protocol, clips: 26 };

let folder: string;
let paths: RunPaths;
let base: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-together-'));
  paths = await prepareTinyDataset(folder);
  const host = createMemoryHost({ paths });
  await executeRun({ ...tinyBaseConfig, recipe: { ...tinyBaseConfig.recipe, epochs: 1 } }, host);
  base = host.checkpoints.at(-1)!.bytes;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function configOf(variants: readonly VariantId[], fusion: RunConfig['training']['fusion'], method = defaultMethod) {
  return {
    ...tinyBaseConfig,
    method,
    recipe: { ...tinyBaseConfig.recipe, epochs: 1 },
    training: trainingAxesOf({ variant: 'attention_ce_ce', fusion }, method),
    evaluations: variants.map((variant) => ({
      variant,
      objective: objectiveOf(variantOf(variant).evaluationObjective, method),
    })),
  } satisfies RunConfig;
}

async function run(config: RunConfig, host: MemoryHost = createMemoryHost({ paths, base })): Promise<MemoryHost> {
  await executeRun(config, host);
  return host;
}

/** What an attempt of its own leaves, in a new process of the same run. */
function nextAttempt(before: MemoryHost, weights: MemoryHost, videos = Number.POSITIVE_INFINITY): MemoryHost {
  const stopWhen = (host: MemoryHost) =>
    (host.said.filter(({ phase }) => phase === 'evaluating').at(-1)?.count?.done ?? 0) >= videos ? 'preempt' : 'no';
  const host = createMemoryHost({ paths, base, resumeFrom: weights.checkpoints.at(-1)!.bytes, stopWhen });
  host.kept = new Map([...before.kept].map(([key, kept]) => [key, [...kept]]));
  host.results.push(...before.results);
  host.strips.push(...before.strips);
  return host;
}

const methods: [string, Method, RunConfig['training']['fusion']][] = [
  ['temporal concatenation', defaultMethod, 'temporal_concat'],
  ['late fusion', defaultMethod, 'late_fusion'],
  ['Grad-CAM beside L_CE', { labelFree: 'grad_cam', saliencyFrom: 'base' }, 'late_fusion'],
  ['saliency of the tuned network', { labelFree: 'entropy', saliencyFrom: 'tuned' }, 'late_fusion'],
];

describe.each(methods)('two variants of a training with %s', (_, method, fusion) => {
  it('evaluated together have the bits that each has alone, maps included, and no tensor is left', async () => {
    const together = await run(configOf(both, fusion, method));
    const constants = liveTensors();
    for (const [k, variant] of both.entries()) {
      const alone = await run(configOf([variant], fusion, method));
      expect(together.results[k]).toEqual(alone.results[0]);
      expect(together.mapsOf(variant)).toEqual(alone.mapsOf(variant));
      expect(together.mapsOf(variant)).toHaveLength(6 * 3 * 56 * 56);
    }
    expect(together.results.map(({ variant }) => variant)).toEqual(both);
    expect(liveTensors()).toBe(constants);
  });
});

describe('an evaluation of two variants that is stopped', () => {
  const config = { ...configOf(both, 'temporal_concat'), protocol: long };

  it('goes on with what each variant lacks and ends with the same bits', async () => {
    const whole = await run(config);
    const first = nextAttempt(createMemoryHost({ paths }), whole, 2);
    await expect(executeRun(config, first)).rejects.toThrow('preempt');
    expect(both.map((variant) => first.kept.get(variant)?.length)).toEqual([1, 1]);
    // A crash between two writes: one variant has kept two videos more than the other.
    first.kept.set(both[0], whole.kept.get(both[0])!.slice(0, 3));
    const last = nextAttempt(first, whole);
    await executeRun(config, last);
    expect(last.results).toEqual(whole.results);
    for (const variant of both) expect(last.mapsOf(variant)).toEqual(whole.mapsOf(variant));
    const counts = last.said.filter(({ phase }) => phase === 'evaluating').map(({ count }) => count?.done);
    expect(counts).toEqual([2, 2, 3, 4, 5, 6]); // one video of both, two of one variant, three to come
    expect(last.said.at(-1)?.progress).toBeCloseTo(1, 9);
  });

  it('does not evaluate a variant again that stands already', async () => {
    const whole = await run(config);
    const first = nextAttempt(createMemoryHost({ paths }), whole);
    first.results.push(whole.results[0]!);
    await executeRun(config, first);
    expect(first.results).toEqual(whole.results);
    expect(first.kept.has(both[0])).toBe(false);
    expect(first.said.at(-1)?.progress).toBeCloseTo(1, 9);
  });
});

it('pictures of several variants are made of one opening of the clips', async () => {
  const config = { ...configOf(both, 'temporal_concat'), galleryMiB: 0 };
  const whole = await run(configOf(both, 'temporal_concat'));
  const none = await run(config);
  expect(both.map((variant) => none.mapsOf(variant))).toEqual([null, null]);
  const { id, position } = whole.results[0]!.videos[3]!;
  const asked = nextAttempt(none, none);
  asked.requests = [{ videoId: id, variants: [...both] }];
  await executeRun(config, asked);
  const mapBytes = 3 * 56 * 56;
  const maps = both.map((variant) => ({
    variant,
    data: whole.mapsOf(variant)!.slice(position * mapBytes, (position + 1) * mapBytes),
  }));
  expect(asked.fulfilled).toEqual([{ videoId: id, maps }]);
});
