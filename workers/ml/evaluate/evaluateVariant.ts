import { backbones } from '@/domain/backbones';
import type { EvaluatedVideo, FinishedVideo } from '@/domain/evaluatedVideo';
import { isOracle } from '@/domain/oracle';
import { variantOf } from '@/domain/variants';
import { clipRequests } from '@/workers/ml/attention/clipRequests';
import { type EvaluationResult, type RunHost, RunStopped } from '@/workers/ml/run/runHost';
import type { EvaluationSetting } from './evaluateClips';
import { evaluateGroup, type PlacedVideo } from './evaluateGroup';
import { evaluationClips } from './evaluationClips';
import { createPartialSaver } from './partialSaver';
import { summarise } from './summarise';
import { evaluationBatch, videoGroups } from './videoGroups';

export type EvaluationInput = EvaluationSetting & {
  /** Where finished videos are kept. */
  store: Pick<RunHost, 'loadPartial' | 'savePartial'>;
  checkpointStep: number;
  /** Videos whose maps are kept. */
  keepMaps: { has(videoId: string): boolean };
  /** Called after every batch with the number of clips done; may throw to stop. */
  onClips(clips: number): void;
  /** Called with the number of videos that an earlier attempt has finished. */
  onKept(videos: number): void;
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
  const unread = unreadable(input);
  const kept = (await store.loadPartial(key)).filter((video) => fits(video, input));
  const done = new Map(kept.map((video) => [video.id, video]));
  const saver = createPartialSaver((videos) => store.savePartial(key, videos));
  const keep = async (videos: FinishedVideo[]) => {
    for (const { maps: _, ...video } of videos) done.set(video.id, video);
    await saver.add(videos);
  };
  try {
    await keep(unread.filter(({ id }) => !done.has(id)));
    const sizes = { clips: config.protocol.clips, batch: evaluationBatch(config.clip) };
    const groups = videoGroups(placed(input), sizes);
    const left = groups.filter((group) => !group.every(({ item }) => done.has(item.id)));
    input.onKept(groups.flat().length - left.flat().length);
    for (const group of withLookahead(left, input)) await keep(await evaluateGroup(group, input));
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

/** Whether what was kept of a video still holds: its place is the same, and so is whether it can be read. */
function fits({ id, position, scores }: EvaluatedVideo, { data }: EvaluationInput): boolean {
  return data.testIds[position] === id && data.unusableTest.some((item) => item.id === id) === (scores.length === 0);
}

/** Test videos that cannot be read keep their place, with a row of scores that is empty: they rank last. */
function unreadable({ data }: EvaluationInput): FinishedVideo[] {
  const ids = new Set(data.unusableTest.map(({ id }) => id));
  const nothing = { scores: none, clipScores: none, boxes: null, hits: null, sampledClasses: [], maps: null };
  return data.testIds.flatMap((id, position) => (ids.has(id) ? [{ id, position, ...nothing }] : []));
}

const none = new Float32Array(0);

/** Groups announced ahead: a video is decoded by one process, and an accelerator is done with it sooner than that. */
const lookahead = 4;

/** Groups in order; the source is told of each, and of the next ones while the engine is busy with those before. */
function* withLookahead(groups: PlacedVideo[][], { config, data }: EvaluationInput): Generator<PlacedVideo[]> {
  const backbone = backbones[config.backbone];
  const announce = (group: PlacedVideo[]) => {
    for (const { item } of group) data.source.expect(clipRequests(evaluationClips(config, data, item), backbone));
  };
  for (const group of groups.slice(0, lookahead)) announce(group);
  for (const [k, group] of groups.entries()) {
    announce(groups[k + lookahead] ?? []);
    yield group;
  }
}
