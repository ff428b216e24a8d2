import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { evaluationPasses } from '@/domain/clipPasses';
import { experimentSpecSchema } from '@/domain/experimentSpec';
import { fusionIds } from '@/domain/fusions';
import { planRuns } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';
import { runCost } from '@/domain/runCost';
import { variantIds, variantOf } from '@/domain/variants';

const sizes = { train: 800, test: 300 };
const table2 = experimentSpecSchema.parse({
  name: 'Table 2',
  dataset: 'microcharades',
  backbone: 'micro_i3d',
  clip: backbones.micro_i3d.clip,
  recipePreset: 'micro',
  baseRecipe: recipePresets.micro.base,
  ablationRecipe: recipePresets.micro.ablation,
  protocol: microProtocol,
  cells: variantIds
    .filter((variant) => variantOf(variant).group === 'table2')
    .flatMap((variant) => fusionIds.map((fusion) => ({ variant, fusion }))),
  seeds: [0],
  base: { kind: 'train' },
});
const costs = planRuns(table2).map(({ key, config }) => ({ key, ...runCost(config, sizes) }));
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0) / 1e12;

// The three totals stand in the specification of MicroCharades, where they were counted independently.
describe('the cost of a run', () => {
  it('is 5.6 TFLOP and 4,800 steps for the training of Base', () => {
    expect(costs[0]).toMatchObject({ key: 'base-seed0', steps: 4800 });
    expect(costs[0]!.trainFlop / 1e12).toBeCloseTo(5.6, 1);
  });

  it('is 5.4 TFLOP for the twelve fine-tunings of Table 2', () => {
    expect(costs).toHaveLength(13);
    expect(sum(costs.slice(1).map(({ trainFlop }) => trainFlop))).toBeCloseTo(5.4, 1);
  });

  it('is 2.1 TFLOP for all evaluations of Table 2', () => {
    expect(sum(costs.map(({ evaluationFlop }) => evaluationFlop))).toBeCloseTo(2.1, 1);
  });

  it('counts only the videos that a quick look uses, and whole batches of them', () => {
    const { config } = planRuns({ ...table2, limit: { train: 20, test: 5 } })[0]!;
    const { steps, evaluationFlop } = runCost(config, sizes);
    expect(steps).toBe(2 * recipePresets.micro.base.epochs);
    expect(evaluationFlop).toBeCloseTo(costs[0]!.evaluationFlop / 60, -3);
  });

  it('grows with the length of a clip and the area of the view', () => {
    const { config } = planRuns(table2)[0]!;
    const larger = { ...config, clip: { ...config.clip, frames: 16, side: 112, resize: 128 } };
    expect(runCost(larger, sizes).flop / runCost(config, sizes).flop).toBeCloseTo(8, 9);
  });
});

describe('passes of a test clip', () => {
  const attention = { secondView: 'attention', cropSource: 'original', objective: 'cross_entropy' } as const;
  const setting = (fusion: 'temporal_concat' | 'late_fusion', saliencyFrom: 'base' | 'tuned' = 'base') => ({
    training: { ...attention, fusion },
    method: { labelFree: 'entropy', saliencyFrom } as const,
  });

  it('are those of each variant where each has its own saliency', () => {
    expect(evaluationPasses(setting('temporal_concat'), ['cross_entropy'])).toBe(4);
    expect(evaluationPasses(setting('temporal_concat'), ['cross_entropy', 'entropy'])).toBe(8);
    expect(evaluationPasses(setting('late_fusion'), ['cross_entropy', 'grad_cam'])).toBe(3 + 2);
    expect(evaluationPasses(setting('late_fusion'), [])).toBe(0);
  });

  it('count the frozen branch once where the saliency of the tuned network does not bring it', () => {
    expect(evaluationPasses(setting('late_fusion', 'tuned'), ['cross_entropy'])).toBe(4);
    expect(evaluationPasses(setting('late_fusion', 'tuned'), ['cross_entropy', 'entropy'])).toBe(7);
  });
});
