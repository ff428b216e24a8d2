import type { RunConfig } from '@/domain/runConfig';

/** Work of a run in passes of one clip through the network: forward = 1, gradient at the input = 1, at the weights = 1. */
export type RunWork = { perStep: number; perEvaluation: number[]; total: number };

/** How much a run has to do; the unit of its progress and ETA. */
export function runWork(config: RunConfig, { steps, testVideos }: { steps: number; testVideos: number }): RunWork {
  const { training, recipe, protocol } = config;
  const base = training.secondView === 'none';
  const views = base || training.fusion === 'late_fusion' ? 1 : 2;
  const frozen = !base && training.fusion === 'late_fusion' ? 1 : 0;
  const saliency = (objective: string | null) => (objective === null ? frozen : 2);
  const perStep = recipe.batchSize * (3 * views + saliency(training.objective));
  const perEvaluation = config.evaluations.map(
    ({ objective }) => testVideos * protocol.clips * (views + saliency(objective)),
  );
  return { perStep, perEvaluation, total: steps * perStep + perEvaluation.reduce((a, b) => a + b, 0) };
}
