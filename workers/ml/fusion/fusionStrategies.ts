import type { Fusion } from '@/domain/fusions';
import type { TrainingAxes } from '@/domain/runConfig';
import type { ComposedViews } from '@/workers/ml/attention/viewComposer';

/** How V_in and the second view become one prediction. T = frames of V_in. */
export type FusionStrategy = {
  /** Clips of V_in and the second view lie one after the other in the trained network's input. */
  viewsInTime: 1 | 2;
  /** The frozen base's logits on V_in take part in the mean. */
  frozenBranch: boolean;
  /** What the trained network sees: (N, viewsInTime * T, side, side, 3). */
  input(composed: ComposedViews, clips: number): Float32Array;
};

/** [V_in ; V_s] along time: one network mixes both (Table 2, "temporal concatenation"). */
const temporalConcat: FusionStrategy = {
  viewsInTime: 2,
  frozenBranch: false,
  input({ views, second }, clips) {
    const size = views.length / clips;
    const both = new Float32Array(2 * views.length);
    for (let k = 0; k < clips; k++) {
      both.set(views.subarray(k * size, (k + 1) * size), 2 * k * size);
      both.set((second ?? views).subarray(k * size, (k + 1) * size), (2 * k + 1) * size);
    }
    return both;
  },
};

/** Mean of the logits of the frozen base on V_in and a tuned network on the second view (Table 2, "late fusion"). */
const lateFusion: FusionStrategy = {
  viewsInTime: 1,
  frozenBranch: true,
  input: ({ views, second }) => second ?? views,
};

/** The base network: V_in alone. */
const inputAlone: FusionStrategy = { viewsInTime: 1, frozenBranch: false, input: ({ views }) => views };

const strategies = {
  temporal_concat: temporalConcat,
  late_fusion: lateFusion,
} satisfies Record<Fusion, FusionStrategy>;

export function fusionStrategyOf(axes: TrainingAxes): FusionStrategy {
  return axes.secondView === 'none' ? inputAlone : strategies[axes.fusion];
}
