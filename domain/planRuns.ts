import type { Cell, ExperimentSpec } from './experimentSpec';
import { fusions } from './fusions';
import type { Method } from './method';
import { type Objective, objectives } from './objectives';
import { presetRecipes } from './recipePresets';
import type { Recipe } from './recipes';
import type { EvaluationPlan, RunConfig, TrainingAxes } from './runConfig';
import { secondViews } from './secondViews';
import { variantOf } from './variants';

/**
 * A run to create. `key` is unique within the experiment; `needsBase` runs wait for the base run of their seed; `weightsId`: imported
 * weights it starts from.
 */
export type PlannedRun = {
  key: string;
  name: string;
  config: RunConfig;
  needsBase: boolean;
  weightsId: string | null;
};

const baseAxes: TrainingAxes = {
  secondView: 'none',
  cropSource: 'upscaled',
  fusion: 'temporal_concat',
  objective: null,
};

/** What a row's objective is in this experiment: `entropy` stands for the label-free objective that was chosen. */
export function objectiveOf(objective: Objective | null, { labelFree }: Pick<Method, 'labelFree'>): Objective | null {
  return objective === 'entropy' ? labelFree : objective;
}

/** The training that a cell of Table 2 needs. Base has no second view, so both its columns are one training. */
export function trainingAxesOf({ variant, fusion }: Cell, method: Pick<Method, 'labelFree'>): TrainingAxes {
  const { secondView, cropSource, trainingObjective } = variantOf(variant);
  if (secondView === 'none') return baseAxes;
  return { secondView, cropSource, fusion, objective: objectiveOf(trainingObjective, method) };
}

/** Stable name of a training within one seed, e.g. `attention-original-late_fusion-entropy`. */
export function trainingKey(axes: TrainingAxes): string {
  if (axes.secondView === 'none') return 'base';
  return [axes.secondView, axes.cropSource, axes.fusion, axes.objective].filter((part) => part !== null).join('-');
}

function trainingName(axes: TrainingAxes): string {
  if (axes.secondView === 'none') return 'Base';
  const objective = axes.objective === null ? '' : ` ${objectives[axes.objective].label}`;
  const source = secondViews[axes.secondView].needsBox
    ? axes.cropSource === 'original'
      ? ' from original'
      : ' from V_in'
    : '';
  const label = secondViews[axes.secondView].label;
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}${objective}${source}, ${fusions[axes.fusion].short}`;
}

type Training = { axes: TrainingAxes; evaluations: EvaluationPlan[] };

/** The trainings of one seed: cells that agree on the training axes share one (CE/E re-uses the weights of CE/CE). */
function trainingsOf(cells: Cell[], method: Method): Map<string, Training> {
  const trainings = new Map<string, Training>();
  for (const cell of cells) {
    const axes = trainingAxesOf(cell, method);
    const key = trainingKey(axes);
    const training = trainings.get(key) ?? { axes, evaluations: [] };
    if (!training.evaluations.some((evaluation) => evaluation.variant === cell.variant)) {
      const objective = objectiveOf(variantOf(cell.variant).evaluationObjective, method);
      training.evaluations.push({ variant: cell.variant, objective });
    }
    trainings.set(key, training);
  }
  return trainings;
}

const baseTraining: Training = { axes: baseAxes, evaluations: [{ variant: 'base', objective: null }] };

/**
 * The order of the queue: base first, as all others wait for it. Then rows that ask the base where to look, the longest trainings; the
 * first of these ask it different things: what it has said of a clip is there for whoever comes later, but runs side by side both compute
 * it. Short trainings last, so that no worker is left alone for long.
 */
function inQueueOrder(trainings: Training[]): Training[] {
  const rank = ({ axes }: Training) => [
    axes.secondView !== 'none',
    axes.objective === null,
    axes.fusion !== 'temporal_concat', // twice the frames
    axes.cropSource !== 'original',
  ];
  const compare = (a: boolean[], b: boolean[]) => {
    const k = a.findIndex((value, index) => value !== b[index]);
    return k < 0 ? 0 : Number(a[k]) - Number(b[k]);
  };
  return [...trainings].sort((a, b) => compare(rank(a), rank(b)));
}

/**
 * Expand an experiment into runs: one training per distinct training axes and seed, in the order of the queue, then the bases of Table 1.
 * A base training is added for every seed when any row needs one, even if the Base row was not chosen, unless a finished run is reused.
 */
export function planRuns(spec: ExperimentSpec): PlannedRun[] {
  const trainings = trainingsOf(spec.cells, spec.method);
  if (spec.base.kind === 'reuse') trainings.delete('base');
  else if (!trainings.has('base')) trainings.set('base', baseTraining);
  const inOrder = inQueueOrder([...trainings.values()]);
  const otherLengths = spec.table1Frames.filter((frames) => frames !== spec.clip.frames);
  return spec.seeds.flatMap((seed) => [
    ...inOrder.map((training) => plannedRun(spec, { seed, training, frames: spec.clip.frames })),
    ...otherLengths.map((frames) => plannedRun(spec, { seed, training: baseTraining, frames })),
  ]);
}

function plannedRun(
  spec: ExperimentSpec,
  { seed, training, frames }: { seed: number; training: Training; frames: number },
): PlannedRun {
  const { axes, evaluations } = training;
  const key = trainingKey(axes);
  const isBase = key === 'base';
  const length = frames === spec.clip.frames ? null : frames;
  return {
    key: `${key}${length === null ? '' : `-T${length}`}-seed${seed}`,
    name: `${trainingName(axes)}${length === null ? '' : `, T = ${length}`}, seed ${seed}`,
    needsBase: !isBase,
    weightsId: isBase && spec.base.kind !== 'reuse' ? spec.base.weightsId : null,
    config: {
      dataset: spec.dataset,
      backbone: spec.backbone,
      clip: { ...spec.clip, frames },
      recipe: isBase ? baseRecipe(spec, frames) : spec.ablationRecipe,
      training: axes,
      evaluations,
      protocol: spec.protocol,
      method: spec.method,
      galleryMiB: spec.galleryMiB,
      seed,
      limit: spec.limit,
      shuffleLabels: spec.shuffleLabels,
    },
  };
}

/** Imported weights that are evaluated as they are train for no epoch; clips of another length take the batch the preset has for them. */
function baseRecipe({ base, baseRecipe: recipe, recipePreset, clip }: ExperimentSpec, frames: number): Recipe {
  const batchSize =
    frames === clip.frames || recipePreset === null
      ? recipe.batchSize
      : presetRecipes(recipePreset, frames).base.batchSize;
  const accumulate = batchSize % recipe.accumulate === 0 ? recipe.accumulate : batchSize;
  return { ...recipe, batchSize, accumulate, epochs: base.kind === 'weights' ? 0 : recipe.epochs };
}
