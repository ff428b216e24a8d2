import { type Objective, objectives } from './objectives';
import type { RunConfig } from './runConfig';

type Setting = Pick<RunConfig, 'training' | 'method'>;

/**
 * Passes of one training clip through the network: forward, gradient of the inputs and gradient of the weights are one each, and a
 * concatenated clip is twice as long.
 */
export function trainingPasses(setting: Setting): number {
  const { secondView, fusion, objective } = setting.training;
  const views = secondView === 'none' || fusion === 'late_fusion' ? 1 : 2;
  return 3 * views + otherPasses(setting, objective);
}

/** The same of one test clip: forward alone. */
export function evaluationPasses(setting: Setting, objective: Objective | null): number {
  const { secondView, fusion } = setting.training;
  const views = secondView === 'none' || fusion === 'late_fusion' ? 1 : 2;
  return views + otherPasses(setting, objective);
}

/** Saliency, and the frozen branch of late fusion, whose forward pass is at hand where it makes the saliency. */
function otherPasses({ training: { secondView, fusion }, method }: Setting, objective: Objective | null): number {
  if (secondView === 'none') return 0;
  const branch = fusion === 'late_fusion' ? 1 : 0;
  if (objective === null) return branch;
  const saliency = objectives[objective].map === 'grad_cam' ? 1 : 2;
  return method.saliencyFrom === 'base' ? Math.max(branch, saliency) : branch + saliency;
}
