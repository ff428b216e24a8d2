import type { Db } from '@/server/db';
import { type Lease, withLease } from '@/server/runs/lease';

/** `data`: uint8 (clips x side x side), 255 = maximum of the map. */
export type RequestedMaps = { videoId: string; maps: { variant: string; data: Uint8Array }[] };

/**
 * Stores the maps that were asked for and takes the request off the list; its frames are stored before. Doing it twice is harmless.
 * @throws AppError fenced
 */
export function fulfilGalleryRequest(db: Db, lease: Lease, { videoId, maps }: RequestedMaps): Promise<void> {
  const { runId } = lease;
  return withLease(db, lease, async (tx) => {
    for (const { variant, data } of maps) {
      await tx.$executeRaw`
        insert into demanded_maps (evaluation_id, video_id, maps)
        select v.evaluation_id, v.video_id, ${Buffer.from(data)}::bytea
        from evaluations e join evaluation_videos v on v.evaluation_id = e.id
        where e.run_id = ${runId}::uuid and e.variant = ${variant} and v.video_id = ${videoId}
        on conflict (evaluation_id, video_id) do update set maps = excluded.maps`;
    }
    await tx.galleryRequest.deleteMany({ where: { runId, videoId } });
  });
}
