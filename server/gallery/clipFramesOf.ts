import { boxOfClip } from '@/domain/boxOfClip';
import type { ClipStrips } from '@/domain/clipStrips';
import type { Db } from '@/server/db';

/** Where the frames of one clip are: two pictures of T frames, and what part of a frame the network saw. */
export type ClipFramesRef = Omit<ClipStrips, 'videoId' | 'original' | 'resized' | 'resizedMime'> & {
  originalArtifactId: string;
  resizedArtifactId: string;
};

/** Stored frames of some videos under one protocol, by video, in the order of the clips. */
export async function clipFramesOf(
  db: Db,
  { datasetId, protocolKey, videoIds }: { datasetId: string; protocolKey: string; videoIds: string[] },
): Promise<Map<string, ClipFramesRef[]>> {
  const rows = await db.clipFrames.findMany({
    where: { datasetId, protocolKey, videoId: { in: videoIds } },
    orderBy: [{ videoId: 'asc' }, { clip: 'asc' }],
    select: {
      videoId: true,
      clip: true,
      firstFrame: true,
      frames: true,
      times: true,
      originalWidth: true,
      originalHeight: true,
      columns: true,
      view: true,
      originalArtifactId: true,
      resizedArtifactId: true,
    },
  });
  const byVideo = new Map<string, ClipFramesRef[]>();
  for (const { videoId, view, ...row } of rows) {
    const box = boxOfClip(view, 0);
    if (!box) continue;
    const clips = byVideo.get(videoId) ?? [];
    clips.push({ ...row, view: box });
    byVideo.set(videoId, clips);
  }
  return byVideo;
}
