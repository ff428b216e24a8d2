import { evaluationPasses, trainingPasses } from '@/domain/clipPasses';
import type { RunConfig } from '@/domain/runConfig';

/** Work of a run in passes of one clip through the network: forward = 1, gradient at the input = 1, at the weights = 1. */
export type RunWork = { perStep: number; perEvaluation: number[]; total: number };

/** How much a run has to do; the unit of its progress and ETA. */
export function runWork(config: RunConfig, { steps, testVideos }: { steps: number; testVideos: number }): RunWork {
  const { recipe, protocol } = config;
  const perStep = recipe.batchSize * trainingPasses(config);
  const perEvaluation = config.evaluations.map(
    ({ objective }) => testVideos * protocol.clips * evaluationPasses(config, objective),
  );
  return { perStep, perEvaluation, total: steps * perStep + perEvaluation.reduce((a, b) => a + b, 0) };
}
