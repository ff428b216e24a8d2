import { setImmediate } from 'node:timers/promises';
import type { FinishedVideo } from '@/domain/evaluatedVideo';
import { evaluationBatch } from '@/domain/evaluationBatch';
import type { Clip } from '@/workers/ml/attention/clip';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import { type ClipResult, type EvaluationPlans, type EvaluationSetting, evaluateClips } from './evaluateClips';
import { evaluationClips } from './evaluationClips';
import { poolClips } from './poolClips';

/** A video and its place in the split. */
export type PlacedVideo = { item: VideoItem; position: number };

type GroupInput = EvaluationSetting &
  EvaluationPlans & {
    /** Called after every batch with the number of clips done; may throw to stop. */
    onClips(clips: number): void;
  };

/**
 * All test clips of some videos, batch by batch across them; scores, boxes and hits a video, and maps where they are kept.
 * @returns the videos, one array a plan
 */
export async function evaluateGroup(group: PlacedVideo[], input: GroupInput): Promise<FinishedVideo[][]> {
  const { config, data, plans } = input;
  const perVideo = group.map(({ item }) => evaluationClips(config, data, item));
  const clips = perVideo.flat();
  const batch = evaluationBatch(config.clip);
  const results = plans.map((): ClipResult[] => []);
  for (let at = 0; at < clips.length; at += batch) {
    const part = clips.slice(at, at + batch);
    const next = clips.slice(at + batch, at + 2 * batch);
    const made = await evaluateClips(part, next, input);
    for (const [k, ofPlan] of results.entries()) ofPlan.push(...(made[k] ?? []));
    input.onClips(part.length);
    await setImmediate(); // lets the reporter write and the process hear a stop request
  }
  return results.map((ofPlan) => {
    let at = 0;
    return group.map((video, v) => {
      const own = perVideo[v] ?? [];
      at += own.length;
      return finished(video, { clips: own, results: ofPlan.slice(at - own.length, at), input });
    });
  });
}

function finished(
  { item, position }: PlacedVideo,
  { clips, results, input }: { clips: Clip[]; results: ClipResult[]; input: GroupInput },
): FinishedVideo {
  const { config, data } = input;
  const classes = data.classes.length;
  const clipScores = new Float32Array(results.flatMap(({ scores }) => [...scores]));
  const boxes = results.flatMap(({ box }) => (box ? [box] : []));
  const maps = results.flatMap(({ map }) => (map ? [map] : []));
  return {
    id: item.id,
    position,
    scores: poolClips(clipScores, classes, config.protocol.pooling),
    clipScores,
    boxes: boxes.length > 0 ? boxes.map(({ unit }) => unit) : null,
    hits: boxes.length > 0 && data.truth ? boxes.map(({ hit }) => hit ?? -1) : null,
    noSaliency: results.flatMap(({ noSaliency }, clip) => (noSaliency ? [clip] : [])),
    sampledClasses: sampledClasses(clips, classes),
    maps: maps.length > 0 ? new Uint8Array(Buffer.concat(maps)) : null,
  };
}

/** Classes that happen in any frame of the clips, ascending. */
function sampledClasses(clips: Clip[], classes: number): number[] {
  const found = new Uint8Array(classes);
  for (const { frameLabels } of clips) {
    frameLabels.forEach((label, index) => {
      if (label > 0) found[index % classes] = 1;
    });
  }
  return Array.from(found.keys()).filter((index) => found[index] === 1);
}
