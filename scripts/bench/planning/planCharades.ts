import { type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import { fusionIds } from '@/domain/fusions';
import { estimateMemory } from '@/domain/memory/estimateMemory';
import { planRuns } from '@/domain/planRuns';
import { presetRecipes, recipePresets } from '@/domain/recipePresets';
import type { RunConfig } from '@/domain/runConfig';
import { runCost } from '@/domain/runCost';
import { variantIds, variantOf } from '@/domain/variants';

/** Videos of Charades v1. */
export const charadesSizes = { train: 7985, test: 1863 };

/** What a GPU is assumed to sustain, all that the run does included [FLOP/s]. */
export const assumedGpu = {
  text: '10 TFLOP/s sustained in TF32 on a GPU of the class of an A100 (6 % of the 156 that its data sheet states)',
  flopPerSecond: 10e12,
};

/** Operations a second that were measured on a CPU, by kind of step. */
export type CpuRates = { forward: number; saliency: number; train: number };

export type PlannedCost = {
  name: string;
  /** Rows of Table 2 that the run makes; none for a base of Table 1. */
  rows: string[];
  frames: number;
  batch: number;
  flop: { train: number; evaluation: number };
  gpuHours: number;
  /** Of the GPU [GiB]: the batch at once, and one clip after the other with the gradients added up. */
  gpuGiB: { batch: number; clip: number };
  /** null where no rate was measured. */
  cpuHours: number | null;
};

/** All of Table 2 and the three bases of Table 1 on Charades, with the recipe of the paper. */
export function charadesSpec(): ExperimentSpec {
  const { setting } = recipePresets['charades-paper'];
  const { base, ablation } = presetRecipes('charades-paper', setting.clip.frames);
  const rows = variantIds.filter((variant) => variantOf(variant).group === 'table2');
  return experimentSpecSchema.parse({
    name: 'Tables 1 and 2 on Charades',
    dataset: 'charades',
    ...setting,
    recipePreset: 'charades-paper',
    baseRecipe: base,
    ablationRecipe: ablation,
    cells: rows.flatMap((variant) => fusionIds.map((fusion) => ({ variant, fusion }))),
    table1Frames: [16, 32, 64],
    seeds: [0],
    base: { kind: 'train', weightsId: null },
  });
}

/** The cost of every run, computed from its operations. */
export function planCharades(spec: ExperimentSpec, rates: CpuRates | null): PlannedCost[] {
  return planRuns(spec).map(({ name, config }) => {
    const { trainFlop, evaluationFlop, flop } = runCost(config, charadesSizes);
    return {
      name: name.replace(/, seed \d+$/, ''),
      rows:
        config.clip.frames === spec.clip.frames
          ? config.evaluations.map(({ variant }) => variantOf(variant).label)
          : [],
      frames: config.clip.frames,
      batch: config.recipe.batchSize,
      flop: { train: trainFlop, evaluation: evaluationFlop },
      gpuHours: flop / assumedGpu.flopPerSecond / 3600,
      gpuGiB: { batch: gpuGiB(config, 1), clip: gpuGiB(config, config.recipe.batchSize) },
      cpuHours: rates && (trainFlop / rates.train + evaluationFlop / evaluationRate(config, rates)) / 3600,
    };
  });
}

function evaluationRate({ evaluations }: RunConfig, { forward, saliency }: CpuRates): number {
  return evaluations.some(({ objective }) => objective !== null) ? saliency : forward;
}

function gpuGiB(config: RunConfig, accumulate: number): number {
  const { device } = estimateMemory({ ...config, recipe: { ...config.recipe, accumulate } }, 'gpu');
  return (device ?? Number.NaN) / 2 ** 30;
}
