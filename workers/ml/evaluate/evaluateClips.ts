import type { Box } from '@/domain/box';
import type { EvaluationPlan, RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ComposedViews, ViewComposer } from '@/workers/ml/attention/viewComposer';
import { truthHit } from '@/workers/ml/data/truthHit';
import { scope } from '@/workers/ml/engine/scope';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import { createFrozenBranch } from '@/workers/ml/fusion/frozenBranch';
import { fuseLogits } from '@/workers/ml/fusion/fuseLogits';
import { fusionStrategyOf } from '@/workers/ml/fusion/fusionStrategies';
import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import type { RunData } from '@/workers/ml/run/runData';
import { toUnitBox } from '@/workers/ml/views/boxToSource';
import { clipScores } from './poolClips';

/** With what clips are evaluated. */
export type EvaluationSetting = {
  config: RunConfig;
  data: RunData;
  /** The trained weights, fixed. */
  network: FrozenNetwork;
  compose: ViewComposer;
  frozen: FrozenBase | null;
};

/** What is evaluated together, on the same clips: they differ in the objective of their saliency. */
export type EvaluationPlans = {
  plans: readonly EvaluationPlan[];
  /** Videos whose maps are kept. */
  keepMaps: { has(videoId: string): boolean };
};

export type ClipResult = {
  /** Probability per class. */
  scores: Float32Array;
  /** In [0, 1] of the original frame, and the share of frames in which it holds an active object (null: unknown). */
  box: { unit: Box; hit: number | null } | null;
  /** Saliency was computed and singles no place out: the box is the centre one. */
  noSaliency: boolean;
  /** uint8 (side, side), 255 = its maximum; null where no saliency was computed or the map is not kept. */
  map: Uint8Array | null;
};

/**
 * One batch of clips through second view, network and fusion, for every plan; V_in and the frozen branch are made once for all.
 * @param next the batch that comes after it; empty where none does
 * @returns results of the clips, one array a plan
 */
export async function evaluateClips(
  clips: Clip[],
  next: Clip[],
  { plans, keepMaps, ...setting }: EvaluationSetting & EvaluationPlans,
): Promise<ClipResult[][]> {
  const { config, frozen, compose } = setting;
  const plansOf = (batch: Clip[]) => {
    const maps = batch.some(({ item }) => keepMaps.has(item.id));
    return plans.map(({ objective }) => ({ ...config.training, objective, maps }));
  };
  const ahead = next.length > 0 ? { clips: next, plans: plansOf(next) } : undefined;
  const composed = await compose(clips, plansOf(clips), ahead);
  const branchOf = createFrozenBranch(fusionStrategyOf(config.training), clips, frozen);
  return composed.map((views) => {
    const results = classify(clips, { views, other: branchOf(views), setting });
    return results.map((result, k) => (keepMaps.has(clips[k]?.item.id ?? '') ? result : { ...result, map: null }));
  });
}

/** @param other logits of the frozen branch, where there is one */
function classify(
  clips: Clip[],
  { views, other, setting }: { views: ComposedViews; other: Float32Array | null; setting: EvaluationSetting },
): ClipResult[] {
  const { config, data, network } = setting;
  const fusion = fusionStrategyOf(config.training);
  const { frames, side } = config.clip;
  const classes = data.classes.length;
  const { logits, steps } = scope(() => {
    const shape = [clips.length, fusion.viewsInTime * frames, side, side, 3];
    const output = network.forward(shareTensor(fusion.input(views, clips.length), shape));
    return { logits: fuseLogits(readTensor(output), other), steps: output.shape[1] ?? 1 };
  });
  return clips.map((clip, k) => {
    const pixels = views.boxes?.[k];
    const unit = pixels ? toUnitBox(pixels, clip.view.source) : null;
    const truth = data.truth?.get(clip.item.id);
    const hit = unit && truth ? truthHit({ truth, box: unit, frames: clip.frameNumbers }) : null;
    return {
      scores: clipScores(logits, k * steps * classes, steps, classes),
      box: unit && { unit, hit },
      noSaliency: views.noSaliency?.[k] ?? false,
      map: views.maps?.slice(k * side * side, (k + 1) * side * side) ?? null,
    };
  });
}
