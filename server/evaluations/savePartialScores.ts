import type { Box } from '@/domain/box';
import type { FinishedVideo } from '@/domain/evaluatedVideo';
import type { Db } from '@/server/db';
import { type Lease, withLease } from '@/server/runs/lease';
import { sqlArray } from './sqlArray';

/** Names an evaluation of a run that is under way. */
export type EvaluationKey = { variant: string; checkpointStep: number };

const videosAStatement = 100;

/**
 * Keeps finished videos of an evaluation that is under way, so that the next attempt goes on after them. What was kept of them before
 * is replaced: doing it twice changes nothing.
 * @throws AppError fenced
 */
export function savePartialScores(
  db: Db,
  lease: Lease,
  { variant, checkpointStep }: EvaluationKey,
  videos: FinishedVideo[],
): Promise<void> {
  return withLease(db, lease, async (tx) => {
    for (let first = 0; first < videos.length; first += videosAStatement) {
      const part = videos.slice(first, first + videosAStatement);
      const texts = (numbersOf: (video: FinishedVideo) => ArrayLike<number>) =>
        part.map((video) => sqlArray(numbersOf(video)));
      await tx.$executeRaw`
        insert into partial_scores (run_id, variant, checkpoint_step, video_id, position, scores, clip_scores, boxes, hits,
          no_saliency, sampled_classes, maps)
        select ${lease.runId}::uuid, ${variant}, ${checkpointStep}, id, position, scores::real[], clip_scores::real[], boxes::float8[],
          hits::float8[], none::int[], sampled::int[], decode(nullif(maps, ''), 'base64')
        from unnest(
          ${part.map(({ id }) => id)}::text[], ${part.map(({ position }) => position)}::int[],
          ${texts(({ scores }) => scores)}::text[], ${texts(({ clipScores }) => clipScores)}::text[],
          ${texts(({ boxes }) => boxNumbers(boxes ?? []))}::text[], ${texts(({ hits }) => hits ?? [])}::text[],
          ${texts(({ noSaliency }) => noSaliency ?? [])}::text[], ${texts(({ sampledClasses }) => sampledClasses)}::text[], ${part.map(({ maps }) => base64Of(maps))}::text[]
        ) as v(id, position, scores, clip_scores, boxes, hits, none, sampled, maps)
        on conflict (run_id, variant, checkpoint_step, video_id) do update
        set position = excluded.position, scores = excluded.scores, clip_scores = excluded.clip_scores, boxes = excluded.boxes,
          hits = excluded.hits, no_saliency = excluded.no_saliency, sampled_classes = excluded.sampled_classes, maps = excluded.maps`;
    }
  });
}

/** (clips x 4): top, left, height, width of the original frame. */
function boxNumbers(boxes: Box[]): number[] {
  return boxes.flatMap(({ top, left, height, width }) => [top, left, height, width]);
}

function base64Of(maps: Uint8Array | null): string {
  return maps ? Buffer.from(maps.buffer, maps.byteOffset, maps.byteLength).toString('base64') : '';
}
