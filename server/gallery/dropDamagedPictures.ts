import { existsSync } from 'node:fs';
import { AppError } from '@/domain/errors';
import { openArtifact } from '@/server/artifacts/openArtifact';
import type { Db } from '@/server/db';
import { removeArtifacts } from '@/server/disk/removeArtifacts';
import { openMaps } from './openMaps';
import type { VideoEvaluation } from './videoEvaluations';

type ShownVideo = { videoId: string; datasetId: string; protocolKey: string; evaluations: VideoEvaluation[] };

/**
 * Looks at the bytes of all pictures of a video, and forgets those that are damaged or gone, so that they can be made anew: its strips
 * together, its maps row by row.
 * @param root folder of all artifacts
 */
export async function dropDamagedPictures(db: Db, video: ShownVideo, root: string): Promise<void> {
  if (!existsSync(root)) return; // a disk that is not mounted is no damage
  const { videoId, datasetId, protocolKey } = video;
  const where = { videoId, datasetId, protocolKey };
  const strips = await db.clipFrames.findMany({ where, select: { originalArtifactId: true, resizedArtifactId: true } });
  const ids = strips.flatMap(({ originalArtifactId, resizedArtifactId }) => [originalArtifactId, resizedArtifactId]);
  if (!(await areSound(ids, (id) => openArtifact(db, { id, root })))) {
    await db.clipFrames.deleteMany({ where });
    await removeArtifacts(db, { ids, root });
  }
  for (const { id: evaluationId, position, maps } of video.evaluations) {
    const stored = maps === 'kept' || maps === 'made';
    const open = async () => (await openMaps(db, { evaluationId, position, root })).artifact;
    if (!stored || (await areSound([evaluationId], open))) continue;
    await db.evaluationVideo.update({
      where: { evaluationId_videoId: { evaluationId, videoId } },
      data: { mapPosition: null, mapSha256: null, demandedMapsId: null },
    });
  }
}

async function areSound(
  ids: string[],
  open: (id: string) => Promise<{ file: { close(): Promise<void> } }>,
): Promise<boolean> {
  for (const id of ids) {
    try {
      await (await open(id)).file.close();
    } catch (error) {
      if (error instanceof AppError && error.code === 'artifact_corrupt') return false;
      throw error;
    }
  }
  return true;
}
