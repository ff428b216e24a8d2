import type { Box } from '@/domain/box';
import type { FinishedVideo } from '@/domain/evaluatedVideo';
import { sha256Of } from '@/server/artifacts/writeBytes';
import type { Db, Tx } from '@/server/db';
import { type RunLease, withLease } from '@/server/tasks/lease';
import { type MapRecord, type MapsOf, writeMapRecords } from './mapsFile';
import { sqlArray } from './sqlArray';

/** Names an evaluation of a run that is under way. */
export type EvaluationKey = { variant: string; checkpointStep: number };

const videosAStatement = 100;

/**
 * Keeps finished videos of an evaluation that is under way, so that the next attempt goes on after them: maps in a file (mapsFile.ts),
 * then the rows that know of them. What was kept of them before is replaced: doing it twice changes nothing.
 * @param root folder of all artifacts
 * @throws AppError fenced, disk_full
 */
export function savePartialScores(
  db: Db,
  lease: RunLease,
  { variant, checkpointStep }: EvaluationKey,
  { videos, root }: { videos: FinishedVideo[]; root: string },
): Promise<void> {
  const of = { runId: lease.runId, variant, checkpointStep };
  // Who no longer holds the run must not write into a file that somebody else goes on with, so the lease comes first.
  return withLease(db, lease, async (tx) => {
    const records = await placedMaps(tx, of, videos);
    await writeMapRecords(root, of, [...records.values()]);
    for (let first = 0; first < videos.length; first += videosAStatement) {
      await saveRows(tx, of, { videos: videos.slice(first, first + videosAStatement), records });
    }
  });
}

/** Where the maps of these videos go: the place that a video has already, else the next one. */
async function placedMaps(tx: Tx, of: MapsOf, videos: FinishedVideo[]): Promise<Map<string, MapRecord>> {
  const withMaps = videos.flatMap(({ id, maps }) => (maps ? [{ id, maps }] : []));
  if (withMaps.length === 0) return new Map();
  const placed = await tx.partialScores.findMany({
    where: { ...of, videoId: { in: withMaps.map(({ id }) => id) }, mapPosition: { not: null } },
    select: { videoId: true, mapPosition: true },
  });
  const places = new Map(placed.map(({ videoId, mapPosition }) => [videoId, mapPosition ?? 0]));
  const { _max } = await tx.partialScores.aggregate({ where: of, _max: { mapPosition: true } });
  let next = (_max.mapPosition ?? -1) + 1;
  return new Map(withMaps.map(({ id, maps }) => [id, { place: places.get(id) ?? next++, maps }]));
}

type Part = { videos: FinishedVideo[]; records: Map<string, MapRecord> };

async function saveRows(tx: Tx, of: MapsOf, { videos, records }: Part): Promise<void> {
  const texts = (numbersOf: (video: FinishedVideo) => ArrayLike<number>) =>
    videos.map((video) => sqlArray(numbersOf(video)));
  const maps = videos.map(({ id }) => records.get(id));
  await tx.$executeRaw`
    insert into partial_scores (run_id, variant, checkpoint_step, video_id, position, scores, clip_scores, boxes, hits,
      no_saliency, sampled_classes, map_position, map_sha256)
    select ${of.runId}::uuid, ${of.variant}, ${of.checkpointStep}, id, position, scores::real[], clip_scores::real[], boxes::float8[],
      hits::float8[], none::int[], sampled::int[], nullif(place, -1), nullif(sha256, '')
    from unnest(
      ${videos.map(({ id }) => id)}::text[], ${videos.map(({ position }) => position)}::int[],
      ${texts(({ scores }) => scores)}::text[], ${texts(({ clipScores }) => clipScores)}::text[],
      ${texts(({ boxes }) => boxNumbers(boxes ?? []))}::text[], ${texts(({ hits }) => hits ?? [])}::text[],
      ${texts(({ noSaliency }) => noSaliency ?? [])}::text[], ${texts(({ sampledClasses }) => sampledClasses)}::text[],
      ${maps.map((record) => record?.place ?? -1)}::int[], ${maps.map((record) => (record ? sha256Of(record.maps) : ''))}::text[]
    ) as v(id, position, scores, clip_scores, boxes, hits, none, sampled, place, sha256)
    on conflict (run_id, variant, checkpoint_step, video_id) do update
    set position = excluded.position, scores = excluded.scores, clip_scores = excluded.clip_scores, boxes = excluded.boxes,
      hits = excluded.hits, no_saliency = excluded.no_saliency, sampled_classes = excluded.sampled_classes,
      map_position = excluded.map_position, map_sha256 = excluded.map_sha256`;
}

/** (clips x 4): top, left, height, width of the original frame. */
function boxNumbers(boxes: Box[]): number[] {
  return boxes.flatMap(({ top, left, height, width }) => [top, left, height, width]);
}
