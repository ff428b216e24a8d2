import { evaluationPasses, trainingPasses } from '@/domain/clipPasses';
import type { EvaluationPlan, RunConfig } from '@/domain/runConfig';

/** Work of a run in passes of one clip through the network: forward = 1, gradient at the input = 1, at the weights = 1. */
export type RunWork = {
  perStep: number;
  /** Of one test video, evaluated for these variants together. */
  perVideo(plans: readonly EvaluationPlan[]): number;
  total: number;
};

/** How much a run has to do; the unit of its progress and ETA. */
export function runWork(config: RunConfig, { steps, testVideos }: { steps: number; testVideos: number }): RunWork {
  const { recipe, protocol, evaluations } = config;
  const perStep = recipe.batchSize * trainingPasses(config);
  const perVideo = (plans: readonly EvaluationPlan[]) => {
    const objectives = plans.map(({ objective }) => objective);
    return protocol.clips * evaluationPasses(config, objectives);
  };
  return { perStep, perVideo, total: steps * perStep + testVideos * perVideo(evaluations) };
}
