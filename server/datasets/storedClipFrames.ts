import type { Db } from '@/server/db';

/** Which clips: the data set and `protocolKey` of what looks at them. */
export type ClipSet = { datasetId: string; protocolKey: string; clips: number };

/** Bytes of the strips, by video, of those of these videos whose strips are complete. */
export async function storedClipFrames(
  db: Db,
  { datasetId, protocolKey, clips }: ClipSet,
  videoIds: string[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; bytes: number }[]>`
    select f.video_id as id, sum(original.size + resized.size)::float8 as bytes
    from clip_frames f
    join artifacts original on original.id = f.original_artifact_id
    join artifacts resized on resized.id = f.resized_artifact_id
    where f.dataset_id = ${datasetId}::uuid and f.protocol_key = ${protocolKey} and f.video_id = any(${videoIds}::text[])
    group by f.video_id
    having count(*) >= ${clips}`;
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}
