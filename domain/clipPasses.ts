import { type Objective, objectives } from './objectives';
import type { RunConfig } from './runConfig';

type Setting = Pick<RunConfig, 'training' | 'method'>;

/**
 * Passes of one training clip through the network: forward, gradient of the inputs and gradient of the weights are one each, and a
 * concatenated clip is twice as long.
 */
export function trainingPasses(setting: Setting): number {
  return 3 * viewsOf(setting) + otherPasses(setting, [setting.training.objective]);
}

/** The same of one test clip that is evaluated with these objectives together, one a variant: forward alone. */
export function evaluationPasses(setting: Setting, asked: readonly (Objective | null)[]): number {
  return asked.length * viewsOf(setting) + otherPasses(setting, asked);
}

function viewsOf({ training: { secondView, fusion } }: Setting): number {
  return secondView === 'none' || fusion === 'late_fusion' ? 1 : 2;
}

/**
 * Saliency, and the frozen branch of late fusion: its forward pass is at hand where it makes the saliency, and made once for all
 * variants where it does not.
 */
function otherPasses({ training, method }: Setting, asked: readonly (Objective | null)[]): number {
  if (training.secondView === 'none') return 0;
  const salient = asked.filter((objective) => objective !== null);
  const saliency = salient.reduce((sum, objective) => sum + (objectives[objective].map === 'grad_cam' ? 1 : 2), 0);
  const atHand = method.saliencyFrom === 'base' && salient.length === asked.length;
  const branch = training.fusion === 'late_fusion' && asked.length > 0 && !atHand ? 1 : 0;
  return saliency + branch;
}
