import type { Db } from '@/server/db';
import type { SeededGallery } from './seedGallery';
import { storeBytes } from './storeBytes';

/** Makes a seeded gallery look as though the disk budget had left the maps and frames of a video out; its runs are whole otherwise. */
export async function leaveOut(
  db: Db,
  seeded: SeededGallery,
  { videoId, home }: { videoId: string; home: string },
): Promise<void> {
  await db.clipFrames.deleteMany({ where: { datasetId: seeded.dataset.id, videoId } });
  await db.evaluationVideo.updateMany({ where: { videoId }, data: { mapPosition: null } });
  const artifactId = await storeBytes(db, { home, bytes: Buffer.from('weights'), mime: 'application/octet-stream' });
  const runs = await db.run.findMany({ select: { id: true } });
  await db.checkpoint.createMany({
    skipDuplicates: true,
    data: runs.map(({ id }) => ({ runId: id, step: 200, epoch: 2, final: true, artifactId })),
  });
}
