import type { RunConfig } from '@/domain/runConfig';
import type { SaliencySetting } from '@/workers/ml/attention/saliencySource';
import { backboneOf } from './runData';

/** What the saliency of a run depends on besides the network. */
export function saliencySetting(config: RunConfig, classes: number): SaliencySetting {
  return { backbone: backboneOf(config), geometry: config.clip, classes, loss: config.recipe.loss };
}
