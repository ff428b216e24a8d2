import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { experimentSpecSchema } from '@/domain/experimentSpec';
import { fusionIds } from '@/domain/fusions';
import { planRuns } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';
import { runConfigSchema } from '@/domain/runConfig';
import { variantIds, variantOf } from '@/domain/variants';

const table2 = variantIds.filter((id) => variantOf(id).group === 'table2');
const spec = experimentSpecSchema.parse({
  name: 'Table 2',
  dataset: 'microcharades',
  backbone: 'micro_i3d',
  clip: backbones.micro_i3d.clip,
  recipePreset: 'micro',
  baseRecipe: recipePresets.micro.base,
  ablationRecipe: recipePresets.micro.ablation,
  protocol: microProtocol,
  cells: table2.flatMap((variant) => fusionIds.map((fusion) => ({ variant, fusion }))),
  seeds: [0],
  base: { kind: 'train' },
});

describe('planning the runs of an experiment', () => {
  it('makes all of Table 2 out of one base and twelve ablation trainings with seventeen evaluations', () => {
    const runs = planRuns(spec);
    expect(runs).toHaveLength(13);
    expect(runs.filter((run) => run.needsBase)).toHaveLength(12);
    expect(runs[0]).toMatchObject({ key: 'base-seed0', needsBase: false });
    expect(runs.flatMap((run) => run.config.evaluations)).toHaveLength(17);
  });

  it('lets CE/E re-use the weights of CE/CE', () => {
    const shared = planRuns(spec).find((run) => run.key === 'attention-original-late_fusion-cross_entropy-seed0');
    expect(shared?.config.evaluations).toEqual([
      { variant: 'attention_ce_ce', objective: 'cross_entropy' },
      { variant: 'attention_ce_e', objective: 'entropy' },
    ]);
  });

  it('puts long rows first, and first of all those that ask the base different things', () => {
    const [base, ...rows] = planRuns(spec);
    expect(base?.key).toBe('base-seed0');
    expect(rows.map(({ config: { training } }) => [training.fusion, training.objective, training.cropSource])).toEqual([
      ['temporal_concat', 'cross_entropy', 'original'],
      ['temporal_concat', 'entropy', 'original'],
      ['temporal_concat', 'cross_entropy', 'upscaled'],
      ['late_fusion', 'cross_entropy', 'original'],
      ['late_fusion', 'entropy', 'original'],
      ['late_fusion', 'cross_entropy', 'upscaled'],
      ...Array.from({ length: 3 }, () => ['temporal_concat', null, 'upscaled']),
      ...Array.from({ length: 3 }, () => ['late_fusion', null, 'upscaled']),
    ]);
  });

  it('repeats everything for every seed, under keys of its own', () => {
    const runs = planRuns({ ...spec, seeds: [0, 1, 2] });
    expect(new Set(runs.map((run) => run.key)).size).toBe(39);
  });

  it('adds a base training where rows need one, and none where a finished base is reused', () => {
    const cells = [{ variant: 'repeat' as const, fusion: 'late_fusion' as const }];
    expect(planRuns({ ...spec, cells }).map((run) => run.key)).toEqual([
      'base-seed0',
      'repeat-upscaled-late_fusion-seed0',
    ]);
    const base = { kind: 'reuse' as const, runId: '0193c5a8-0000-7000-8000-000000000000' };
    expect(planRuns({ ...spec, base }).some((run) => run.key.startsWith('base'))).toBe(false);
  });

  it('plans valid configs for every variant in every fusion', () => {
    const cells = variantIds.flatMap((variant) => fusionIds.map((fusion) => ({ variant, fusion })));
    for (const run of planRuns({ ...spec, cells })) expect(runConfigSchema.parse(run.config)).toEqual(run.config);
  });
});
