import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ComposedViews } from '@/workers/ml/attention/viewComposer';
import type { FusionStrategy } from './fusionStrategies';

/**
 * Logits (N, T_out, classes) of the frozen base on V_in where the fusion has such a branch: those that came with its saliency, else
 * computed now; null where it has none.
 */
export function frozenBranchLogits(
  fusion: FusionStrategy,
  composed: ComposedViews,
  frozen: FrozenBase | null,
): Float32Array | null {
  if (!fusion.frozenBranch) return null;
  const { saliencyFrom } = composed;
  if (saliencyFrom && saliencyFrom.source === frozen) return saliencyFrom.logits;
  return frozen?.logits(composed.views) ?? null;
}
