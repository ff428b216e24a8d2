import type { Box } from '@/domain/box';
import type { EvaluationPlan, RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ViewComposer } from '@/workers/ml/attention/viewComposer';
import { truthHit } from '@/workers/ml/data/truthHit';
import { scope } from '@/workers/ml/engine/scope';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import { frozenBranchLogits } from '@/workers/ml/fusion/frozenBranchLogits';
import { fuseLogits } from '@/workers/ml/fusion/fuseLogits';
import { fusionStrategyOf } from '@/workers/ml/fusion/fusionStrategies';
import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import type { RunData } from '@/workers/ml/run/runData';
import { toUnitBox } from '@/workers/ml/views/boxToSource';
import { mapToBytes } from './mapToBytes';
import { clipScores } from './poolClips';

/** With what clips are evaluated. */
export type EvaluationSetting = {
  config: RunConfig;
  plan: EvaluationPlan;
  data: RunData;
  /** The trained weights, fixed. */
  network: FrozenNetwork;
  compose: ViewComposer;
  frozen: FrozenBase | null;
};

export type ClipResult = {
  /** Probability per class. */
  scores: Float32Array;
  /** In [0, 1] of the original frame, and the share of frames in which it holds an active object (null: unknown). */
  box: { unit: Box; hit: number | null } | null;
  /** uint8 (side, side), 255 = its maximum; null where no saliency was computed. */
  map: Uint8Array | null;
};

/** One batch of clips through second view, network and fusion. */
export async function evaluateClips(clips: Clip[], setting: EvaluationSetting): Promise<ClipResult[]> {
  const { config, plan, data, network, compose, frozen } = setting;
  const fusion = fusionStrategyOf(config.training);
  const { frames, side } = config.clip;
  const classes = data.classes.length;
  const composed = await compose(clips, { ...config.training, objective: plan.objective });
  const other = frozenBranchLogits(fusion, composed, frozen);
  const { logits, steps } = scope(() => {
    const shape = [clips.length, fusion.viewsInTime * frames, side, side, 3];
    const output = network.forward(shareTensor(fusion.input(composed, clips.length), shape));
    return { logits: fuseLogits(readTensor(output), other), steps: output.shape[1] ?? 1 };
  });
  return clips.map((clip, k) => {
    const pixels = composed.boxes?.[k];
    const unit = pixels ? toUnitBox(pixels, clip.view.source) : null;
    const truth = data.truth?.get(clip.item.id);
    const hit = unit && truth ? truthHit({ truth, box: unit, frames: clip.frameNumbers }) : null;
    const map = composed.maps?.subarray(k * side * side, (k + 1) * side * side);
    return {
      scores: clipScores(logits, k * steps * classes, steps, classes),
      box: unit && { unit, hit },
      map: map ? mapToBytes(map) : null,
    };
  });
}
