import type { GalleryFilter } from '@/domain/galleryFilter';
import { type CountedPage, cutPage } from '@/domain/page';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { evaluationContext } from './evaluationContext';
import { type GalleryItem, galleryItems } from './galleryItems';
import { type GalleryRow, galleryRows } from './galleryRows';

/** Place after which the next page begins. */
export type GalleryCursor = { sortKey: number; videoId: string };

export type GalleryPage = CountedPage<GalleryItem, GalleryCursor>;

/**
 * One page of the videos of an evaluation (keyset pagination: no page skips or repeats a video). Evaluations are immutable, and so
 * is the answer.
 * @throws AppError not_found where the evaluation is gone
 */
export async function listGallery(
  db: Db,
  options: { evaluationId: string; filter: GalleryFilter; cursor: GalleryCursor | null; limit: number },
): Promise<GalleryPage> {
  const { evaluationId, filter, cursor, limit } = options;
  const context = await evaluationContext(db, evaluationId);
  const after = cursor
    ? Prisma.sql`where ("sortKey", "videoId") > (${cursor.sortKey}::float8, ${cursor.videoId})`
    : Prisma.empty;
  const found = await db.$queryRaw<(GalleryRow & { total: number })[]>`
    with matches as (select r.*, (count(*) over ())::int as total from (${galleryRows(context, filter)}) r)
    select * from matches ${after} order by "sortKey", "videoId" limit ${limit + 1}`;
  const { items, next } = cutPage(found, { limit, cursorOf: ({ sortKey, videoId }) => ({ sortKey, videoId }) });
  return {
    total: found[0]?.total ?? 0,
    items: await galleryItems(db, { rows: items, context }),
    next,
  };
}
