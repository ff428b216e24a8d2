import type { Db } from '@/server/db';

/** Which clips: the data set and `protocolKey` of what looks at them. */
export type ClipSet = { datasetId: string; protocolKey: string; clips: number };

/** Those of these videos whose strips are not complete yet, in the order given. */
export async function missingClipFrames(
  db: Db,
  { datasetId, protocolKey, clips }: ClipSet,
  videoIds: string[],
): Promise<string[]> {
  const rows = await db.clipFrames.groupBy({
    by: ['videoId'],
    where: { datasetId, protocolKey, videoId: { in: videoIds } },
    _count: true,
  });
  const complete = new Set(rows.filter(({ _count }) => _count >= clips).map(({ videoId }) => videoId));
  return videoIds.filter((id) => !complete.has(id));
}
