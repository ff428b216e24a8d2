import type { Box } from '@/domain/box';
import type { Tx } from '@/server/db';
import { sqlArray } from './sqlArray';

export type ScoredVideo = {
  id: string;
  /** Pooled probability per class. */
  scores: Float32Array;
  /** (clips x classes) probabilities. */
  clipScores: Float32Array;
  /** One box a clip; null where the row has no box. */
  boxes: Box[] | null;
  /** Per clip: share of frames whose box holds an active object, -1 = none active; null where unknown. */
  hits: number[] | null;
};

const videosAStatement = 200;

/** The predictions of an evaluation, a row a video; `position` is the place of the video in the maps. */
export async function writeScoredVideos(tx: Tx, evaluationId: string, videos: ScoredVideo[]): Promise<void> {
  for (let first = 0; first < videos.length; first += videosAStatement) {
    const part = videos.slice(first, first + videosAStatement);
    await tx.$executeRaw`
      insert into evaluation_videos (evaluation_id, video_id, position, scores, clip_scores, boxes, hits)
      select ${evaluationId}::uuid, id, position, scores::real[], clip_scores::real[], boxes::real[], hits::real[]
      from unnest(
        ${part.map(({ id }) => id)}::text[], ${part.map((_, index) => first + index)}::int[],
        ${part.map(({ scores }) => sqlArray(scores))}::text[], ${part.map(({ clipScores }) => sqlArray(clipScores))}::text[],
        ${part.map(({ boxes }) => sqlArray(boxNumbers(boxes ?? [])))}::text[], ${part.map(({ hits }) => sqlArray(hits ?? []))}::text[]
      ) as v(id, position, scores, clip_scores, boxes, hits)`;
  }
}

/** (clips x 4): top, left, height, width of the original frame. */
function boxNumbers(boxes: Box[]): number[] {
  return boxes.flatMap(({ top, left, height, width }) => [top, left, height, width]);
}
