import type { Cell, ExperimentSpec } from './experimentSpec';
import { fusions } from './fusions';
import { objectives } from './objectives';
import type { EvaluationPlan, RunConfig, TrainingAxes } from './runConfig';
import { secondViews } from './secondViews';
import { variantOf } from './variants';

/** A run to create. `key` is unique within the experiment; `needsBase` runs wait for the base run of their seed. */
export type PlannedRun = { key: string; name: string; config: RunConfig; needsBase: boolean };

const baseAxes: TrainingAxes = {
  secondView: 'none',
  cropSource: 'upscaled',
  fusion: 'temporal_concat',
  objective: null,
};

/** The training that a cell of Table 2 needs. Base has no second view, so both its columns are one training. */
export function trainingAxesOf({ variant, fusion }: Cell): TrainingAxes {
  const { secondView, cropSource, trainingObjective } = variantOf(variant);
  return secondView === 'none' ? baseAxes : { secondView, cropSource, fusion, objective: trainingObjective };
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

/** The trainings of one seed: cells that agree on the training axes share one (CE/E re-uses the weights of CE/CE). */
function trainingsOf(cells: Cell[]): Map<string, { axes: TrainingAxes; evaluations: EvaluationPlan[] }> {
  const trainings = new Map<string, { axes: TrainingAxes; evaluations: EvaluationPlan[] }>();
  for (const cell of cells) {
    const axes = trainingAxesOf(cell);
    const key = trainingKey(axes);
    const training = trainings.get(key) ?? { axes, evaluations: [] };
    if (!training.evaluations.some((evaluation) => evaluation.variant === cell.variant)) {
      training.evaluations.push({ variant: cell.variant, objective: variantOf(cell.variant).evaluationObjective });
    }
    trainings.set(key, training);
  }
  return trainings;
}

/**
 * Expand an experiment into runs: one training per distinct training axes and seed, base first.
 * A base training is added for every seed when any row needs one, even if the Base row was not chosen, unless a finished run is reused.
 */
export function planRuns(spec: ExperimentSpec): PlannedRun[] {
  const trainings = trainingsOf(spec.cells);
  const trainsBase = spec.base.kind === 'train';
  if (trainsBase && !trainings.has('base')) {
    trainings.set('base', { axes: baseAxes, evaluations: [{ variant: 'base', objective: null }] });
  }
  if (!trainsBase) trainings.delete('base');
  const entries = [...trainings].sort(([a], [b]) => Number(b === 'base') - Number(a === 'base'));
  return spec.seeds.flatMap((seed) =>
    entries.map(([key, { axes, evaluations }]) => ({
      key: `${key}-seed${seed}`,
      name: `${trainingName(axes)}, seed ${seed}`,
      needsBase: key !== 'base',
      config: {
        dataset: spec.dataset,
        backbone: spec.backbone,
        clip: spec.clip,
        recipe: key === 'base' ? spec.baseRecipe : spec.ablationRecipe,
        training: axes,
        evaluations,
        protocol: spec.protocol,
        seed,
        limit: spec.limit,
        shuffleLabels: spec.shuffleLabels,
      },
    })),
  );
}
