import { type BackboneId, backbones } from './backbones';
import type { ClipGeometry } from './clipGeometry';
import type { EvaluationPlan, RunConfig, TrainingAxes } from './runConfig';

/** How many videos a run works on. */
export type SplitSizes = { train: number; test: number };

/** Floating-point operations of a run. `flop` of training and of all evaluations; `stepFlop` of one optimiser step. */
export type RunCost = { steps: number; stepFlop: number; trainFlop: number; evaluationFlop: number; flop: number };

/**
 * What a run costs, from its config alone. In units of one forward pass F over one clip: a training pass is 3 F (forward, gradients of
 * inputs and of weights), a saliency map 2 F (forward, gradient of the input), and a concatenated clip is twice as long.
 * Late fusion needs the frozen base on V_in in any case, so its saliency costs the gradient only.
 * Decoding, box search and data loading are not counted.
 */
export function runCost(
  config: Pick<RunConfig, 'backbone' | 'clip' | 'recipe' | 'training' | 'evaluations' | 'protocol' | 'limit'>,
  sizes: SplitSizes,
): RunCost {
  const { recipe, training, evaluations, protocol, limit } = config;
  const train = Math.min(sizes.train, limit?.train ?? Number.POSITIVE_INFINITY);
  const tested = Math.min(sizes[protocol.split], limit?.[protocol.split] ?? Number.POSITIVE_INFINITY);
  const forward = clipFlop(config.backbone, config.clip);
  const steps = recipe.epochs * Math.floor(train / recipe.batchSize);
  const stepFlop = recipe.batchSize * forward * trainingPasses(training);
  const trainFlop = steps * stepFlop;
  const passes = evaluations.reduce((sum, evaluation) => sum + evaluationPasses(training, evaluation), 0);
  const evaluationFlop = tested * protocol.clips * forward * passes;
  return { steps, stepFlop, trainFlop, evaluationFlop, flop: trainFlop + evaluationFlop };
}

/** Convolutions cost in proportion to frames and to the area of the view. */
function clipFlop(backbone: BackboneId, clip: ClipGeometry): number {
  const { clip: own, forwardFlop } = backbones[backbone];
  return forwardFlop * (clip.frames / own.frames) * (clip.side / own.side) ** 2;
}

function trainingPasses({ secondView, fusion, objective }: TrainingAxes): number {
  if (secondView === 'none') return 3;
  if (fusion === 'late_fusion') return 3 + 1 + (objective === null ? 0 : 1);
  return 2 * 3 + (objective === null ? 0 : 2);
}

function evaluationPasses({ secondView, fusion }: TrainingAxes, { objective }: EvaluationPlan): number {
  if (secondView === 'none') return 1;
  if (fusion === 'late_fusion') return 2 + (objective === null ? 0 : 1);
  return 2 + (objective === null ? 0 : 2);
}
