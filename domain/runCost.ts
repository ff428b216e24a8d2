import { type BackboneId, backbones } from './backbones';
import type { ClipGeometry } from './clipGeometry';
import { evaluationPasses, trainingPasses } from './clipPasses';
import type { RunConfig } from './runConfig';

/** How many videos a run works on. */
export type SplitSizes = { train: number; test: number };

/** Floating-point operations of a run. `flop` of training and of all evaluations; `stepFlop` of one optimiser step. */
export type RunCost = { steps: number; stepFlop: number; trainFlop: number; evaluationFlop: number; flop: number };

/**
 * What a run costs, from its config alone: passes of a clip (domain/clipPasses.ts) times the cost of one forward pass.
 * Decoding, box search and data loading are not counted; outputs of the base that the host has already are counted: the cost is at most this.
 */
export function runCost(
  config: Pick<
    RunConfig,
    'backbone' | 'clip' | 'recipe' | 'training' | 'method' | 'evaluations' | 'protocol' | 'limit'
  >,
  sizes: SplitSizes,
): RunCost {
  const { recipe, evaluations, protocol, limit } = config;
  const train = Math.min(sizes.train, limit?.train ?? Number.POSITIVE_INFINITY);
  const tested = Math.min(sizes[protocol.split], limit?.[protocol.split] ?? Number.POSITIVE_INFINITY);
  const forward = clipFlop(config.backbone, config.clip);
  const steps = recipe.epochs * Math.floor(train / recipe.batchSize);
  const stepFlop = recipe.batchSize * forward * trainingPasses(config);
  const trainFlop = steps * stepFlop;
  const passes = evaluationPasses(
    config,
    evaluations.map(({ objective }) => objective),
  );
  const evaluationFlop = tested * protocol.clips * forward * passes;
  return { steps, stepFlop, trainFlop, evaluationFlop, flop: trainFlop + evaluationFlop };
}

/** Convolutions cost in proportion to frames and to the area of the view. */
function clipFlop(backbone: BackboneId, clip: ClipGeometry): number {
  const { clip: own, forwardFlop } = backbones[backbone];
  return forwardFlop * (clip.frames / own.frames) * (clip.side / own.side) ** 2;
}
