import { putArtifact } from '@/server/artifacts/putArtifact';
import { writeBytes } from '@/server/artifacts/writeBytes';
import type { Db } from '@/server/db';
import { type RunLease, withLease } from '@/server/tasks/lease';

/** `data`: uint8 (clips x side x side), 255 = maximum of the map. */
export type RequestedMaps = { videoId: string; maps: { variant: string; data: Uint8Array }[] };

/**
 * Stores the maps that were asked for and takes the request off the list; its frames are stored before. Doing it twice is harmless.
 * @param root folder of all artifacts
 * @throws AppError fenced, disk_full
 */
export async function fulfilGalleryRequest(
  db: Db,
  lease: RunLease,
  { videoId, maps, root }: RequestedMaps & { root: string },
): Promise<void> {
  const { runId } = lease;
  const files: { variant: string; sha256: string; bytes: Uint8Array }[] = [];
  for (const { variant, data } of maps) files.push({ variant, sha256: await writeBytes(root, data), bytes: data });
  files.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)); // putWrittenArtifact wants them so
  await withLease(db, lease, async (tx) => {
    for (const { variant, sha256, bytes } of files) {
      const artifactId = await putArtifact(tx, { root, sha256, bytes, mime: 'application/octet-stream' });
      await tx.$executeRaw`
        update evaluation_videos v set demanded_maps_id = ${artifactId}::uuid
        from evaluations e
        where e.id = v.evaluation_id and e.run_id = ${runId}::uuid and e.variant = ${variant} and v.video_id = ${videoId}`;
    }
    await tx.galleryRequest.deleteMany({ where: { runId, videoId } });
  });
}
