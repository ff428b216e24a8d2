import type { EvaluatedVideo, FinishedVideo } from '@/domain/evaluatedVideo';
import { isOracle } from '@/domain/oracle';
import type { EvaluationPlan, RunConfig } from '@/domain/runConfig';
import { variantOf } from '@/domain/variants';
import type { RunData } from '@/workers/ml/run/runData';
import type { EvaluationResult, RunHost } from '@/workers/ml/run/runHost';
import type { PlacedVideo } from './evaluateGroup';
import { createPartialSaver } from './partialSaver';
import { saliencyCount } from './saliencyCount';
import { summarise } from './summarise';

/** The videos of one variant's evaluation as they come, kept in small batches. */
export type VariantRecord = {
  plan: EvaluationPlan;
  /** Whether all videos of a group are finished. */
  holds(group: PlacedVideo[]): boolean;
  add(videos: FinishedVideo[]): Promise<void>;
  /** Keeps what is not kept yet. */
  flush(): Promise<void>;
  /** What the evaluation comes to, once all videos are there. */
  result(): EvaluationResult;
};

/** A record that begins with what an earlier attempt has kept, as far as it still holds, and with the videos that cannot be read. */
export async function createVariantRecord(
  plan: EvaluationPlan,
  input: {
    config: RunConfig;
    data: RunData;
    store: Pick<RunHost, 'loadPartial' | 'savePartial'>;
    checkpointStep: number;
  },
): Promise<VariantRecord> {
  const { config, data, store, checkpointStep } = input;
  const { variant, objective } = plan;
  const key = { variant, checkpointStep };
  const kept = (await store.loadPartial(key)).filter((video) => fits(video, data));
  const done = new Map(kept.map((video) => [video.id, video]));
  const saver = createPartialSaver((videos) => store.savePartial(key, videos));

  async function add(videos: FinishedVideo[]): Promise<void> {
    for (const { maps: _, ...video } of videos) done.set(video.id, video);
    await saver.add(videos);
  }

  await add(unreadable(data).filter(({ id }) => !done.has(id)));
  return {
    plan,
    holds: (group) => group.every(({ item }) => done.has(item.id)),
    add,
    flush: saver.flush,
    result() {
      const videos = data.testIds.flatMap((id) => done.get(id) ?? []);
      return {
        ...{ variant, objective, checkpointStep, videos },
        fusion: config.training.fusion,
        oracle: isOracle(variantOf(variant)),
        mapSide: objective === null ? null : config.clip.side,
        saliency: objective === null ? null : saliencyCount(videos, config.protocol.clips),
        ...summarise(videos, data),
      };
    },
  };
}

/** Whether what was kept of a video still holds: its place is the same, and so is whether it can be read. */
function fits({ id, position, scores }: EvaluatedVideo, data: RunData): boolean {
  return data.testIds[position] === id && data.unusableTest.some((item) => item.id === id) === (scores.length === 0);
}

/** Test videos that cannot be read keep their place, with a row of scores that is empty: they rank last. */
function unreadable(data: RunData): FinishedVideo[] {
  const ids = new Set(data.unusableTest.map(({ id }) => id));
  const nothing = { scores: none, clipScores: none, boxes: null, hits: null, sampledClasses: [], maps: null };
  return data.testIds.flatMap((id, position) => (ids.has(id) ? [{ id, position, ...nothing }] : []));
}

const none = new Float32Array(0);
