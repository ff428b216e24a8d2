import { backbones } from '@/domain/backbones';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { defaultMethod } from '@/domain/method';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';

/** A small ablation: Base, and one row that needs it. */
export function smallSpec(changes: Partial<ExperimentSpec> = {}): ExperimentSpec {
  return {
    name: 'Small ablation',
    notes: '',
    dataset: 'lab',
    backbone: 'micro_i3d',
    clip: backbones.micro_i3d.clip,
    recipePreset: 'quick',
    baseRecipe: recipePresets.quick.base,
    ablationRecipe: recipePresets.quick.ablation,
    protocol: microProtocol,
    cells: [
      { variant: 'base', fusion: 'temporal_concat' },
      { variant: 'center', fusion: 'temporal_concat' },
    ],
    seeds: [0],
    base: { kind: 'train', weightsId: null },
    method: defaultMethod,
    galleryMiB: 2048,
    table1Frames: [],
    limit: null,
    shuffleLabels: false,
    ...changes,
  };
}
