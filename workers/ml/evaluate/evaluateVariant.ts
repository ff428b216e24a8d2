import { isOracle } from '@/domain/oracle';
import { variantOf } from '@/domain/variants';
import { type EvaluatedVideo, type EvaluationResult, type RunHost, RunStopped } from '@/workers/ml/run/runHost';
import { type EvaluationSetting } from './evaluateClips';
import { evaluateGroup, type PlacedVideo } from './evaluateGroup';
import { createPartialSaver } from './partialSaver';
import { summarise } from './summarise';
import { evaluationBatch, videoGroups } from './videoGroups';

export type EvaluationInput = EvaluationSetting & {
  /** Where finished videos are kept. */
  store: Pick<RunHost, 'loadPartial' | 'savePartial'>;
  checkpointStep: number;
  /** Videos whose maps are kept. */
  keepMaps: { has(videoId: string): boolean };
  /** Called after every batch with the number of clips done, those included that an earlier attempt did; may throw to stop. */
  onClips(clips: number): void;
};

/**
 * One pass over the test split with one objective: n clips a video, pooled; boxes, maps and hits are kept with the scores. Finished
 * videos are kept as they come; interrupted at any point and called again, it goes on with the others and ends with the same bits.
 * @throws RunStopped (what is finished is kept), AppError
 */
export async function evaluateVariant(input: EvaluationInput): Promise<EvaluationResult> {
  const { config, plan, data, store, checkpointStep } = input;
  const { variant, objective } = plan;
  const key = { variant, checkpointStep };
  const done = new Map((await store.loadPartial(key)).map((video) => [video.id, video]));
  const saver = createPartialSaver((videos) => store.savePartial(key, videos));
  const { clips } = config.protocol;
  try {
    await saver.add(unreadable(input).filter(({ id }) => !done.has(id)));
    for (const video of unreadable(input)) done.set(video.id, video);
    for (const group of videoGroups(placed(input), { clips, batch: evaluationBatch(config.clip) })) {
      if (group.every(({ item }) => done.has(item.id))) {
        input.onClips(group.length * clips);
        continue;
      }
      const videos = await evaluateGroup(group, input);
      await saver.add(videos);
      for (const { maps: _, ...video } of videos) done.set(video.id, video);
    }
  } catch (error) {
    if (error instanceof RunStopped) await saver.flush();
    throw error;
  }
  await saver.flush();
  const videos = data.testIds.flatMap((id) => done.get(id) ?? []);
  return {
    ...{ variant, objective, checkpointStep, videos },
    fusion: config.training.fusion,
    oracle: isOracle(variantOf(variant)),
    mapSide: objective === null ? null : config.clip.side,
    ...summarise(videos, data),
  };
}

function placed({ data }: EvaluationInput): PlacedVideo[] {
  const positions = new Map(data.testIds.map((id, position) => [id, position]));
  return data.test.map((item) => ({ item, position: positions.get(item.id) ?? 0 }));
}

/** Test videos that cannot be read keep their place, with a row of scores that is empty: they rank last. */
function unreadable({ data }: EvaluationInput): (EvaluatedVideo & { maps: null })[] {
  const ids = new Set(data.unusableTest.map(({ id }) => id));
  return data.testIds.flatMap((id, position) =>
    ids.has(id)
      ? [{ id, position, scores: none, clipScores: none, boxes: null, hits: null, sampledClasses: [], maps: null }]
      : [],
  );
}

const none = new Float32Array(0);
