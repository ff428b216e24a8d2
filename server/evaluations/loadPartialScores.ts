import { boxOfClip } from '@/domain/boxOfClip';
import type { EvaluatedVideo } from '@/domain/evaluatedVideo';
import type { Db } from '@/server/db';
import type { EvaluationKey } from './savePartialScores';

/** The videos of an evaluation under way that are finished, in the order of the split, without their maps: those stay where they are. */
export async function loadPartialScores(
  db: Db,
  runId: string,
  { variant, checkpointStep }: EvaluationKey,
): Promise<EvaluatedVideo[]> {
  const rows = await db.partialScores.findMany({
    where: { runId, variant, checkpointStep },
    orderBy: { position: 'asc' },
    select: {
      videoId: true,
      position: true,
      scores: true,
      clipScores: true,
      boxes: true,
      hits: true,
      noSaliency: true,
      sampledClasses: true,
    },
  });
  return rows.map(({ videoId, position, scores, clipScores, boxes, hits, noSaliency, sampledClasses }) => ({
    id: videoId,
    position,
    scores: Float32Array.from(scores),
    clipScores: Float32Array.from(clipScores),
    boxes: boxes.length === 0 ? null : Array.from({ length: boxes.length / 4 }, (_, clip) => boxAt(boxes, clip)),
    hits: hits.length === 0 ? null : hits,
    noSaliency,
    sampledClasses,
  }));
}

function boxAt(boxes: number[], clip: number) {
  const box = boxOfClip(boxes, clip);
  if (!box) throw new Error(`four numbers a box are missing at clip ${clip}`);
  return box;
}
