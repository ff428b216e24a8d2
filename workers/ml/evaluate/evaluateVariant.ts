import { setImmediate } from 'node:timers/promises';
import { scoreVideos } from '@/domain/averagePrecision';
import { isOracle } from '@/domain/oracle';
import type { EvaluationPlan, RunConfig } from '@/domain/runConfig';
import { variantOf } from '@/domain/variants';
import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ViewComposer } from '@/workers/ml/attention/viewComposer';
import { videoLabels } from '@/workers/ml/data/labels';
import { truthHit } from '@/workers/ml/data/truthHit';
import { scope } from '@/workers/ml/engine/scope';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import { frozenBranchLogits } from '@/workers/ml/fusion/frozenBranchLogits';
import { fuseLogits } from '@/workers/ml/fusion/fuseLogits';
import { fusionStrategyOf } from '@/workers/ml/fusion/fusionStrategies';
import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import type { RunData } from '@/workers/ml/run/runData';
import type { EvaluationResult } from '@/workers/ml/run/runHost';
import { toUnitBox } from '@/workers/ml/views/boxToSource';
import { evaluationClips } from './evaluationClips';
import { mapToBytes } from './mapToBytes';
import { clipScores, poolClips } from './poolClips';

/** Values of one network input that are computed at a time, at most: bounds memory for large views. */
const batchValues = 2_000_000;

export type EvaluationInput = {
  config: RunConfig;
  plan: EvaluationPlan;
  data: RunData;
  /** The trained weights, fixed. */
  network: FrozenNetwork;
  compose: ViewComposer;
  frozen: FrozenBase | null;
  checkpointStep: number;
  /** Called after every batch with the number of clips done; may throw to stop. */
  onClips(clips: number): void;
};

type ClipResult = { scores: Float32Array; box: EvaluationBox | null; map: Uint8Array | null };
type EvaluationBox = { unit: ReturnType<typeof toUnitBox>; hit: number | null };

/** One pass over the test split with one objective: n clips a video, pooled; boxes, maps and hits are kept with the scores. */
export async function evaluateVariant(input: EvaluationInput): Promise<EvaluationResult> {
  const { config, plan, data, checkpointStep } = input;
  const perVideo = data.test.map((item) => evaluationClips(config, data, item));
  const clips = perVideo.flat();
  const { frames, side } = config.clip;
  const batch = Math.max(1, Math.floor(batchValues / (frames * side * side * 3)));
  const results: ClipResult[] = [];
  for (let at = 0; at < clips.length; at += batch) {
    const part = clips.slice(at, at + batch);
    results.push(...evaluateClips(part, input));
    input.onClips(part.length);
    await setImmediate();
  }
  return { ...assemble(perVideo, results, input), checkpointStep, ...identity(config, plan) };
}

function identity(config: RunConfig, plan: EvaluationPlan) {
  const { variant, objective } = plan;
  return { variant, objective, fusion: config.training.fusion, oracle: isOracle(variantOf(variant)) };
}

function evaluateClips(clips: Clip[], { config, plan, data, network, compose, frozen }: EvaluationInput): ClipResult[] {
  const fusion = fusionStrategyOf(config.training);
  const { frames, side } = config.clip;
  const classes = data.classes.length;
  const composed = compose(clips, { ...config.training, objective: plan.objective });
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

function assemble(perVideo: Clip[][], results: ClipResult[], { config, data }: EvaluationInput) {
  const classes = data.classes.length;
  let at = 0;
  const videos = perVideo.map((clips, v) => {
    const own = results.slice(at, at + clips.length);
    at += clips.length;
    const scores = new Float32Array(own.flatMap(({ scores }) => [...scores]));
    const boxes = own.flatMap(({ box }) => (box ? [box] : []));
    return {
      id: data.test[v]?.id ?? '',
      scores: poolClips(scores, classes, config.protocol.pooling),
      clipScores: scores,
      boxes: boxes.length > 0 ? boxes.map(({ unit }) => unit) : null,
      hits: boxes.length > 0 && data.truth ? boxes.map(({ hit }) => hit ?? -1) : null,
    };
  });
  const labels = data.test.map((item) => videoLabels(item, classes));
  const hits = videos.flatMap((video) => (video.hits ?? []).filter((hit) => hit >= 0));
  const maps = results.flatMap(({ map }) => (map ? [map] : []));
  return {
    videos,
    summary: scoreVideos(
      videos.map((video) => video.scores),
      labels,
      classes,
    ),
    boxHitRate: hits.length > 0 ? hits.reduce((a, b) => a + b, 0) / hits.length : null,
    maps: maps.length > 0 ? { side: config.clip.side, data: new Uint8Array(Buffer.concat(maps)) } : null,
  };
}
