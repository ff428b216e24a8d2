import { readStored } from '@/domain/stored';
import { variantIdSchema } from '@/domain/variants';
import type { Db } from '@/server/db';

/** Videos whose pictures somebody asked a run for, oldest first, each with the evaluations that have boxes but no maps of it. */
export async function openGalleryRequests(db: Db, runId: string) {
  const rows = await db.$queryRaw<{ videoId: string; variants: string[] }[]>`
    select q.video_id as "videoId", coalesce(array_agg(e.variant) filter (where v.video_id is not null), '{}') as variants
    from gallery_requests q
    left join evaluations e on e.run_id = q.run_id and e.map_side is not null
    left join evaluation_videos v on v.evaluation_id = e.id and v.video_id = q.video_id and v.map_position is null
      and v.demanded_maps_id is null
    where q.run_id = ${runId}::uuid and q.message is null
    group by q.video_id, q.created_at
    order by q.created_at, q.video_id`;
  return rows.map(({ videoId, variants }) => ({
    videoId,
    variants: variants.flatMap((id) => readStored(variantIdSchema, id) ?? []),
  }));
}
