import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Fusion, fusionIds } from '@/domain/fusions';
import { defaultMethod, type Method } from '@/domain/method';
import { objectiveOf, trainingAxesOf } from '@/domain/planRuns';
import type { RunConfig } from '@/domain/runConfig';
import { type VariantId, variantOf } from '@/domain/variants';
import { createMemoryHost, lossCurve, type MemoryHost } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { decodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { forgetPrograms } from '@/workers/ml/engine/programs/program';
import { liveTensors } from '@/workers/ml/engine/scope';
import { binding } from '@/workers/ml/engine/startEngine';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunHost, RunPaths } from '@/workers/ml/run/runHost';

let folder: string;
let paths: RunPaths;
let base: Uint8Array;
const storeFolder = () => join(folder, 'saliency');
const withStore = () => ({ root: storeFolder(), limitBytes: 2 ** 26 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-known-'));
  paths = await prepareTinyDataset(folder);
  const host = createMemoryHost({ paths });
  await executeRun({ ...tinyBaseConfig, recipe: { ...tinyBaseConfig.recipe, epochs: 1 } }, host);
  base = host.checkpoints.at(-1)!.bytes;
}, 120_000);
beforeEach(() => rm(storeFolder(), { recursive: true, force: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

function configOf(variants: readonly VariantId[], fusion: Fusion, method: Method = defaultMethod): RunConfig {
  return {
    ...tinyBaseConfig,
    method,
    recipe: { ...tinyBaseConfig.recipe, epochs: 2 },
    training: trainingAxesOf({ variant: variants[0]!, fusion }, method),
    evaluations: variants.map((variant) => ({
      variant,
      objective: objectiveOf(variantOf(variant).evaluationObjective, method),
    })),
  };
}

/** Runs it; `convolutions`: how many the engine was asked for, those of training steps as far as no program holds them. */
async function run(config: RunConfig, saliencyStore: RunHost['saliencyStore']) {
  const host = createMemoryHost({ paths, base, saliencyStore });
  forgetPrograms(); // every run begins with the same knowledge
  const execute = vi.spyOn(binding(), 'executeOp');
  await executeRun(config, host);
  const convolutions = execute.mock.calls.filter(([op]) => op === 'Conv2D').length;
  execute.mockRestore();
  return { host, convolutions };
}

/** Everything a run leaves behind, down to the weights. */
function outcome(host: MemoryHost) {
  const model = decodeRunCheckpoint(host.checkpoints.at(-1)!.bytes).model;
  return {
    curve: lossCurve(host),
    model,
    results: host.results,
    maps: host.results.map((r) => host.mapsOf(r.variant)),
  };
}
const answers = (host: MemoryHost) => {
  const line = host.logs.find((text) => text.includes('Outputs of the base'));
  const [known, made] = [...(line ?? '').matchAll(/(\d+) (?:known|computed)/g)].map((match) => Number(match[1]));
  return { known, made };
};

const gradCam: Method = { labelFree: 'grad_cam', saliencyFrom: 'base' };
const rows: [string, readonly VariantId[], Method][] = [
  ['CE/CE and CE/E', ['attention_ce_ce', 'attention_ce_e'], defaultMethod],
  ['CE/CE and CE/E, upscaled', ['attention_ce_ce_upscaled', 'attention_ce_e_upscaled'], defaultMethod],
  ['E/E', ['attention_e_e'], defaultMethod],
  ['E/E by Grad-CAM', ['attention_e_e'], gradCam],
  ['center crop', ['center'], defaultMethod],
  ['E/E of the tuned network', ['attention_e_e'], { labelFree: 'entropy', saliencyFrom: 'tuned' }],
];

describe.each(rows.flatMap(([name, ...row]) => fusionIds.map((fusion) => [name, fusion, ...row] as const)))(
  '%s with %s',
  (_, fusion, variants, method) => {
    it('has the same bits without the store, filling it, and out of it', async () => {
      const config = configOf(variants, fusion, method);
      const alone = await run(config, null);
      const filling = await run(config, withStore());
      const tensors = liveTensors();
      const known = await run(config, withStore());
      expect(outcome(filling.host)).toEqual(outcome(alone.host));
      expect(outcome(known.host)).toEqual(outcome(alone.host));
      expect(liveTensors()).toBe(tensors);
      expect(alone.host.logs.join()).not.toContain('Outputs of the base');
      const asked = fusion === 'late_fusion' || (variants[0] !== 'center' && method.saliencyFrom === 'base');
      if (!asked) return expect(answers(known.host)).toEqual({ known: undefined, made: undefined });
      // 4 steps; 18 test clips are one batch
      const questions = 4 + variants.length;
      const atOnce = method.saliencyFrom === 'tuned' || variants[0] === 'center' ? 5 : questions;
      expect(answers(filling.host)).toEqual({ known: 0, made: atOnce });
      expect(answers(known.host)).toEqual({ known: atOnce, made: 0 });
      expect(filling.convolutions).toBe(alone.convolutions);
      expect(known.convolutions).toBeLessThan(filling.convolutions);
    });
  },
);

describe('the runs of an experiment', () => {
  it('ask the base once: late fusion and the crop from V_in after concatenation run it not at all', async () => {
    await run(configOf(['attention_ce_ce', 'attention_ce_e'], 'temporal_concat'), withStore());
    const late = await run(configOf(['attention_ce_ce'], 'late_fusion'), withStore());
    const upscaled = await run(configOf(['attention_ce_ce_upscaled'], 'late_fusion'), withStore());
    expect([answers(late.host), answers(upscaled.host)]).toEqual([
      { known: 5, made: 0 },
      { known: 5, made: 0 },
    ]);
    // What is left is the trained network on the second view: as for a crop whose frozen branch is known.
    await run(configOf(['center'], 'late_fusion'), withStore());
    const center = await run(configOf(['center'], 'late_fusion'), withStore());
    expect(late.convolutions).toBe(center.convolutions);
    expect(upscaled.convolutions).toBe(center.convolutions);
    const repeat = await run(configOf(['repeat'], 'late_fusion'), withStore());
    expect(answers(repeat.host)).toEqual({ known: 5, made: 0 });
  });

  it('of another seed or another base ask anew', async () => {
    await run(configOf(['center'], 'late_fusion'), withStore());
    const other = await run({ ...configOf(['center'], 'late_fusion'), seed: 2 }, withStore());
    expect(answers(other.host)).toEqual({ known: 1, made: 4 }); // the test clips are those of every seed
    const checkpoint = createMemoryHost({ paths });
    await executeRun({ ...tinyBaseConfig, seed: 5, recipe: { ...tinyBaseConfig.recipe, epochs: 1 } }, checkpoint);
    const host = createMemoryHost({ paths, base: checkpoint.checkpoints.at(-1)!.bytes, saliencyStore: withStore() });
    await executeRun(configOf(['center'], 'late_fusion'), host);
    expect(answers(host)).toEqual({ known: 0, made: 5 });
  });
});

describe('a store that is not what it was', () => {
  const config = configOf(['attention_ce_ce'], 'late_fusion');
  const files = async () => {
    const names = await readdir(storeFolder(), { recursive: true });
    const found = await Promise.all(
      names.map(async (name) => ({ path: join(storeFolder(), name), at: await stat(join(storeFolder(), name)) })),
    );
    return found.filter(({ at }) => at.isFile()).map(({ path }) => path);
  };

  it('does not change a run: what is damaged is computed again', async () => {
    const first = await run(config, withStore());
    const [file = ''] = await files();
    const bytes = await readFile(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 0x10;
    await writeFile(file, bytes);
    const second = await run(config, withStore());
    expect(outcome(second.host)).toEqual(outcome(first.host));
    expect(answers(second.host).made).toBeGreaterThan(0);
    const third = await run(config, withStore());
    expect(answers(third.host)).toEqual({ known: 5, made: 0 });
  });

  it('does not fail a run where nothing can be written: it says so once and computes', async () => {
    const alone = await run(config, null);
    await writeFile(storeFolder(), 'a file where the folder should be');
    const { host } = await run(config, withStore());
    expect(outcome(host)).toEqual(outcome(alone.host));
    expect(host.logs.filter((text) => text.startsWith('warn') && text.includes('no longer kept'))).toHaveLength(1);
  });
});
