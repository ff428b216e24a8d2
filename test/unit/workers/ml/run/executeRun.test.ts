import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreVideos } from '@/domain/averagePrecision';
import { fusionIds } from '@/domain/fusions';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import type { RunConfig } from '@/domain/runConfig';
import { variantIds, variantOf } from '@/domain/variants';
import { createMemoryHost, lossCurve } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { decodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { videoLabels } from '@/workers/ml/data/labels';
import { liveTensors } from '@/workers/ml/engine/scope';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunPaths } from '@/workers/ml/run/runHost';

let folder: string;
let paths: RunPaths;
let base: Uint8Array;
let baseCurve: number[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-run-'));
  paths = await prepareTinyDataset(folder);
  const host = createMemoryHost({ paths });
  await executeRun(tinyBaseConfig, host);
  base = host.checkpoints.at(-1)!.bytes;
  baseCurve = lossCurve(host);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function configOf(variant: (typeof variantIds)[number], fusion: (typeof fusionIds)[number]): RunConfig {
  return {
    ...tinyBaseConfig,
    recipe: { ...tinyBaseConfig.recipe, epochs: 1 },
    training: trainingAxesOf({ variant, fusion }, defaultMethod),
    evaluations: [{ variant, objective: variantOf(variant).evaluationObjective }],
  };
}

describe('a base run', () => {
  it('gives the same loss curve and the same weights to the bit when run twice', async () => {
    const again = createMemoryHost({ paths });
    await executeRun(tinyBaseConfig, again);
    expect(lossCurve(again)).toEqual(baseCurve);
    expect(baseCurve).toHaveLength(8);
    expect(Buffer.from(again.checkpoints.at(-1)!.bytes).equals(Buffer.from(base))).toBe(true);
  });

  it('says how busy the engine was and how long the input was waited for', async () => {
    const host = createMemoryHost({ paths });
    await executeRun({ ...tinyBaseConfig, recipe: { ...tinyBaseConfig.recipe, epochs: 6 } }, host);
    const valuesOf = (key: string) => host.points.filter((point) => point.key === key).map(({ value }) => value);
    expect(host.points.filter(({ key }) => key === 'engine_busy').map(({ step }) => step)).toEqual([0, 10]);
    for (const busy of valuesOf('engine_busy')) expect(busy > 0 && busy <= 1).toBe(true);
    expect(host.logs.join('\n')).toMatch(
      /Evaluated with the engine \d+ % busy; \d+\.\d s of waiting for frames and views\./,
    );
    const waits = valuesOf('data_wait_ms');
    const steps = valuesOf('step_ms');
    expect(waits).toHaveLength(2);
    expect(waits[0]! > 0 && waits[0]! < steps[0]!).toBe(true); // the first mean is of one step
  });

  it('gives another curve with another seed', async () => {
    const other = createMemoryHost({ paths });
    await executeRun({ ...tinyBaseConfig, seed: 2 }, other);
    expect(lossCurve(other)).not.toEqual(baseCurve);
  });

  it('pre-empted in the middle and resumed ends with the same curve and weights to the bit', async () => {
    const first = createMemoryHost({ paths, stopAfter: { losses: 3, reason: 'preempt' } });
    await expect(executeRun(tinyBaseConfig, first)).rejects.toThrow('preempt');
    expect(first.checkpoints.map(({ step, final }) => ({ step, final }))).toEqual([{ step: 3, final: false }]);
    const second = createMemoryHost({ paths, resumeFrom: first.checkpoints[0]!.bytes });
    await executeRun(tinyBaseConfig, second);
    expect([...lossCurve(first), ...lossCurve(second)]).toEqual(baseCurve);
    expect(Buffer.from(second.checkpoints.at(-1)!.bytes).equals(Buffer.from(base))).toBe(true);
  });

  it('stops without a checkpoint when cancelled', async () => {
    const host = createMemoryHost({ paths, stopAfter: { losses: 2, reason: 'cancel' } });
    await expect(executeRun(tinyBaseConfig, host)).rejects.toThrow('cancel');
    expect(host.checkpoints).toEqual([]);
  });

  it('leaves no tensor behind', async () => {
    const before = liveTensors();
    await executeRun(tinyBaseConfig, createMemoryHost({ paths }));
    expect(liveTensors()).toBe(before);
  });

  it('writes config, commit, engine and threads into the checkpoint', () => {
    const { config, provenance, step, momentum } = decodeRunCheckpoint(base);
    expect(config).toEqual(tinyBaseConfig);
    expect(provenance).toMatchObject({
      commit: 'test',
      threads: '1',
      engine: expect.stringMatching(/^libtensorflow 2\./),
    });
    expect({ step, momentum: momentum.size }).toEqual({ step: 8, momentum: 0 });
  });

  it('stores scores whose mAP can be computed again, and frames of every test clip', async () => {
    const host = createMemoryHost({ paths });
    await executeRun(tinyBaseConfig, host);
    const { test, classes } = await readCharades(paths.datasetRoot);
    const labels = test.map((item) => videoLabels(item, classes.length));
    const result = host.results[0]!;
    expect(
      scoreVideos(
        result.videos.map(({ scores }) => scores),
        labels,
        classes.length,
      ),
    ).toEqual(result.summary);
    for (const { scores, clipScores } of result.videos)
      scores.forEach((score, c) => {
        expect(score).toBe(Math.max(...[0, 1, 2].map((k) => clipScores[k * classes.length + c]!)));
      });
    expect(host.strips.map(({ firstFrame }) => firstFrame).sort((a, b) => a - b)).toEqual([
      ...Array(6).fill(0),
      ...Array(6).fill(8),
      ...Array(6).fill(16),
    ]);
    expect(await sharp(host.strips[0]!.original).metadata()).toMatchObject({
      format: 'jpeg',
      width: 8 * 192,
      height: 192,
    });
    expect(await sharp(host.strips[0]!.resized).metadata()).toMatchObject({ format: 'png', width: 8 * 64, height: 64 });
  });
});

describe.each(variantIds.flatMap((variant) => fusionIds.map((fusion) => [variant, fusion] as const)))(
  'the row %s with %s',
  (variant, fusion) => {
    it('trains an epoch and evaluates', async () => {
      const config = configOf(variant, fusion);
      const host = createMemoryHost({ paths, base });
      await executeRun(config, host);
      expect(lossCurve(host)).toHaveLength(2);
      expect(lossCurve(host).every(Number.isFinite)).toBe(true);
      const [result] = host.results;
      const { secondView } = variantOf(variant);
      const boxed = secondView !== 'none' && secondView !== 'repeat';
      expect(result!.videos).toHaveLength(6);
      expect(result!.videos.every(({ boxes }) => (boxes?.length ?? 0) === (boxed ? 3 : 0))).toBe(true);
      expect(result!.mapSide).toBe(secondView === 'attention' ? 56 : null);
      expect(host.mapsOf(variant)?.length).toBe(secondView === 'attention' ? 6 * 3 * 56 * 56 : undefined);
      if (secondView === 'true_box') expect(result!.boxHitRate).toBeGreaterThan(0.95);
    });
  },
);

describe('an ablation', () => {
  it('pre-empted in the middle of an epoch goes on with its momentum and ends with the same bits', async () => {
    const config = { ...configOf('attention_e_e', 'late_fusion'), recipe: tinyBaseConfig.recipe };
    const atOnce = createMemoryHost({ paths, base });
    await executeRun(config, atOnce);
    expect(atOnce.checkpoints.at(-1)).toMatchObject({ step: 8, epoch: 4 });
    const first = createMemoryHost({ paths, base, stopAfter: { losses: 3, reason: 'preempt' } });
    await expect(executeRun(config, first)).rejects.toThrow('preempt');
    const [checkpoint] = first.checkpoints;
    expect(checkpoint).toMatchObject({ step: 3, epoch: 1.5, final: false });
    expect(decodeRunCheckpoint(checkpoint!.bytes).momentum.size).toBeGreaterThan(20);
    const second = createMemoryHost({ paths, base, resumeFrom: checkpoint!.bytes });
    await executeRun(config, second);
    expect([...lossCurve(first), ...lossCurve(second)]).toEqual(lossCurve(atOnce));
    expect(Buffer.from(second.checkpoints.at(-1)!.bytes).equals(Buffer.from(atOnce.checkpoints.at(-1)!.bytes))).toBe(
      true,
    );
    expect(second.results).toEqual(atOnce.results);
  });
});

describe('a run that has finished', () => {
  const ceCe = configOf('attention_ce_ce', 'temporal_concat');
  const both = {
    ...ceCe,
    evaluations: [...ceCe.evaluations, ...configOf('attention_ce_e', 'temporal_concat').evaluations],
  };

  it('can be asked for a further row: it evaluates the weights that it has, and trains nothing', async () => {
    const [first, atOnce] = [createMemoryHost({ paths, base }), createMemoryHost({ paths, base })];
    await executeRun(ceCe, first);
    await executeRun(both, atOnce);
    const later = createMemoryHost({ paths, base, resumeFrom: first.checkpoints.at(-1)!.bytes });
    await executeRun(both, later);
    expect(lossCurve(later)).toEqual([]);
    expect(later.checkpoints).toEqual([]);
    expect(later.results.map(({ variant }) => variant)).toEqual(['attention_ce_ce', 'attention_ce_e']);
    expect(later.results).toEqual(atOnce.results);
  });

  it('does not pass off its weights as those of another recipe', async () => {
    const first = createMemoryHost({ paths, base });
    await executeRun(ceCe, first);
    const other = { ...ceCe, recipe: { ...ceCe.recipe, learningRate: 0.01 } };
    const later = createMemoryHost({ paths, base, resumeFrom: first.checkpoints.at(-1)!.bytes });
    await expect(executeRun(other, later)).rejects.toMatchObject({ code: 'checkpoint_invalid' });
  });
});

describe('a run that cannot succeed says why', () => {
  it('when the loss is no number', async () => {
    const recipe = { ...tinyBaseConfig.recipe, learningRate: 100, weightDecay: 1, epochs: 100, warmupSteps: 0 };
    const host = createMemoryHost({ paths });
    await expect(executeRun({ ...tinyBaseConfig, recipe }, host)).rejects.toMatchObject({ code: 'loss_not_finite' });
    expect(Number.isFinite(lossCurve(host).at(-1))).toBe(false);
  });

  it('when the base has no checkpoint', async () => {
    await expect(executeRun(configOf('repeat', 'late_fusion'), createMemoryHost({ paths }))).rejects.toMatchObject({
      code: 'checkpoint_missing',
    });
  });
});
