import { type BackboneId, backbones } from './backbones';
import type { ClipGeometry } from './clipGeometry';
import { idTable } from './idTable';
import { defaultMethod, type Method } from './method';
import { microProtocol, type Protocol, paperProtocol } from './protocol';
import type { Recipe } from './recipes';

export type RecipePreset = {
  label: string;
  description: string;
  base: Recipe;
  ablation: Recipe;
  /** Batch of the base by the frames of its clips, where memory asked for different ones. */
  baseBatch: Partial<Record<number, number>>;
  /** What else the preset stands for; null: the recipe alone. */
  setting: { backbone: BackboneId; clip: ClipGeometry; protocol: Protocol; method: Method } | null;
};

const sum = { accumulate: 1, loss: 'sum', batchNorm: 'tuned', decayOn: 'weights' } as const;

const microBase: Recipe = {
  ...sum,
  epochs: 48,
  batchSize: 8,
  learningRate: 0.2,
  warmupSteps: 50,
  decays: [
    { at: 0.65, factor: 0.1 },
    { at: 0.88, factor: 0.1 },
  ],
  momentum: 0.9,
  weightDecay: 1e-4,
  dropout: 0.3,
};
const microAblation: Recipe = {
  ...microBase,
  epochs: 2,
  learningRate: 0.05,
  warmupSteps: 20,
  decays: [{ at: 0.67, factor: 0.1 }],
};

/** Section 5.3 of the paper. It is silent on weight decay; 1e-7 on all parameters is that of the code it builds on. */
const charadesBase: Recipe = {
  ...sum,
  decayOn: 'all',
  epochs: 50,
  batchSize: 12,
  learningRate: 0.375,
  warmupSteps: 0,
  decays: [
    { at: 15 / 50, factor: 0.1 },
    { at: 40 / 50, factor: 0.1 },
  ],
  momentum: 0.9,
  weightDecay: 1e-7,
  dropout: 0.5,
};
const charadesAblation: Recipe = {
  ...charadesBase,
  epochs: 25,
  batchSize: 8,
  learningRate: 0.02,
  decays: [{ at: 15 / 25, factor: 0.1 }],
};
const charadesBatch = { 16: 20, 32: 16, 64: 12 };
const charadesClip = backbones.resnet50_i3d.clip;

/** Recipes a user can pick; every number of them can be edited in the form. */
export const {
  table: recipePresets,
  ids: recipePresetIds,
  schema: recipePresetIdSchema,
} = idTable({
  micro: {
    label: 'micro',
    description: 'MicroCharades: base 48 epochs, ablations 2 epochs',
    base: microBase,
    ablation: microAblation,
    baseBatch: {},
    setting: {
      backbone: 'micro_i3d',
      clip: backbones.micro_i3d.clip,
      protocol: microProtocol,
      method: defaultMethod,
    },
  },
  'charades-paper': {
    label: 'charades-paper',
    description: 'section 5 of the paper: base 50 epochs, ablations 25 epochs, 8 fps, eq. (4), sum of the two losses',
    base: charadesBase,
    ablation: charadesAblation,
    baseBatch: charadesBatch,
    setting: {
      backbone: 'resnet50_i3d',
      clip: charadesClip,
      protocol: paperProtocol,
      method: { labelFree: 'entropy', saliencyFrom: 'tuned' },
    },
  },
  'charades-authors-code': {
    label: 'charades-authors-code',
    description: "the authors' code where it differs: 24 fps, softmax entropy, one mean over frame rows and video row",
    base: { ...charadesBase, loss: 'row_mean' },
    ablation: { ...charadesAblation, loss: 'row_mean' },
    baseBatch: charadesBatch,
    setting: {
      backbone: 'resnet50_i3d',
      clip: { ...charadesClip, fps: 24 },
      protocol: paperProtocol,
      method: { labelFree: 'entropy_softmax', saliencyFrom: 'tuned' },
    },
  },
  quick: {
    label: 'quick look',
    description: 'a few steps only, to see that everything runs; the numbers mean nothing',
    base: { ...microBase, epochs: 2, warmupSteps: 2 },
    ablation: { ...microAblation, epochs: 1, warmupSteps: 1 },
    baseBatch: {},
    setting: null,
  },
} as const satisfies Record<string, RecipePreset>);
export type RecipePresetId = keyof typeof recipePresets;

/** The recipes of a preset for clips of so many frames. */
export function presetRecipes(id: RecipePresetId, frames: number): { base: Recipe; ablation: Recipe } {
  const { base, ablation, baseBatch }: RecipePreset = recipePresets[id];
  return { base: { ...base, batchSize: baseBatch[frames] ?? base.batchSize }, ablation };
}
