import type { GalleryFilter } from '@/domain/galleryFilter';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { evaluationContext } from './evaluationContext';
import { galleryRows } from './galleryRows';

/** Where a video stands in the filtered and sorted gallery. */
export type GalleryNeighbours = {
  previous: string | null;
  next: string | null;
  /** Place of the video from 1; null where the filter leaves it out. */
  place: number | null;
  matching: number;
};

/**
 * The videos before and after one; from a video that the filter leaves out, the way leads to the first match.
 * @throws AppError not_found where the evaluation is gone
 */
export async function galleryNeighbours(
  db: Db,
  { evaluationId, videoId, filter }: { evaluationId: string; videoId: string; filter: GalleryFilter },
): Promise<GalleryNeighbours> {
  const rows = galleryRows(await evaluationContext(db, evaluationId), filter);
  const placed = Prisma.sql`
    select "videoId", lag("videoId") over w as previous, lead("videoId") over w as next,
           (row_number() over w)::int as place, (count(*) over ())::int as matching
    from (${rows}) r window w as (order by "sortKey", "videoId")`;
  const [found] = await db.$queryRaw<GalleryNeighbours[]>`
    select previous, next, place, matching from (${placed}) p where "videoId" = ${videoId}`;
  if (found) return found;
  const [first] = await db.$queryRaw<{ next: string; matching: number }[]>`
    select "videoId" as next, matching from (${placed}) p where place = 1`;
  return { previous: null, next: first?.next ?? null, place: null, matching: first?.matching ?? 0 };
}
