import { backbones } from '@/domain/backbones';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { fusionIds } from '@/domain/fusions';
import { defaultMethod } from '@/domain/method';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';
import { variantIds, variantOf } from '@/domain/variants';

/** Slug under which the bundled data set is registered. */
export const demoDataset = 'microcharades';

/** "Table 2 on MicroCharades": all rows of the paper's table in both columns. */
export function demoSpec(seeds: number[]): ExperimentSpec {
  const rows = variantIds.filter((variant) => variantOf(variant).group === 'table2');
  const { base, ablation } = recipePresets.micro;
  return {
    name: seeds.length === 1 ? 'Table 2 on MicroCharades' : `Table 2 on MicroCharades, ${seeds.length} seeds`,
    notes: '',
    dataset: demoDataset,
    backbone: 'micro_i3d',
    clip: backbones.micro_i3d.clip,
    recipePreset: 'micro',
    baseRecipe: base,
    ablationRecipe: ablation,
    protocol: microProtocol,
    cells: rows.flatMap((variant) => fusionIds.map((fusion) => ({ variant, fusion }))),
    seeds,
    base: { kind: 'train', weightsId: null },
    method: defaultMethod,
    galleryMiB: 2048,
    table1Frames: [],
    limit: null,
    shuffleLabels: false,
  };
}
