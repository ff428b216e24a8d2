import { boxOfClip } from '@/domain/boxOfClip';
import type { EvaluatedVideo } from '@/domain/evaluatedVideo';
import type { Db } from '@/server/db';
import { soundPlaces } from './mapsFile';
import type { EvaluationKey } from './savePartialScores';

/**
 * The videos of an evaluation under way that are finished, in the order of the split, without their maps: those stay where they are.
 * A video whose maps were kept but are not what they should be counts as not finished.
 * @param root folder of all artifacts
 * @param mapBytes length of the maps of a video
 */
export async function loadPartialScores(
  db: Db,
  runId: string,
  { variant, checkpointStep }: EvaluationKey,
  { root, mapBytes }: { root: string; mapBytes: number },
): Promise<EvaluatedVideo[]> {
  const rows = await db.partialScores.findMany({
    where: { runId, variant, checkpointStep },
    orderBy: { position: 'asc' },
    omit: { runId: true, variant: true, checkpointStep: true },
  });
  const known = rows.flatMap(({ mapPosition: place, mapSha256: sha256 }) =>
    place === null || sha256 === null ? [] : [{ place, sha256 }],
  );
  const sound = await soundPlaces(root, { runId, variant, checkpointStep }, { known, length: mapBytes });
  return rows
    .filter(({ mapPosition }) => mapPosition === null || sound.has(mapPosition))
    .map(({ videoId, position, scores, clipScores, boxes, hits, noSaliency, sampledClasses }) => ({
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
