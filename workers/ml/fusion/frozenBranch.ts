import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ComposedViews } from '@/workers/ml/attention/viewComposer';
import type { FusionStrategy } from './fusionStrategies';

/**
 * Logits (N, T_out, classes) of the frozen base on V_in of a batch of clips, where the fusion has such a branch (null: it has none):
 * those that came with its saliency, else computed, once for all second views of the batch.
 */
export function createFrozenBranch(
  fusion: FusionStrategy,
  clips: Clip[],
  frozen: FrozenBase | null,
): (composed: ComposedViews) => Float32Array | null {
  let computed: Float32Array | undefined;
  return ({ views, saliencyFrom }) => {
    if (!fusion.frozenBranch || !frozen) return null;
    if (saliencyFrom?.finder === frozen) return saliencyFrom.logits;
    computed ??= frozen.logits(views, clips);
    return computed;
  };
}
