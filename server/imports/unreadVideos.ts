import { requireStored } from '@/domain/stored';
import { type VideoKind, videoKindSchema } from '@/domain/videoStates';
import type { Db } from '@/server/db';
import { damagedVideo } from './readScans';

export type UnreadVideo = { videoId: string; path: string; kind: VideoKind };

/** Videos of an import that have not been read yet, in order, and the number of all. */
export async function unreadVideos(db: Db, taskId: string): Promise<{ unread: UnreadVideo[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.$queryRaw<(Omit<UnreadVideo, 'kind'> & { kind: string })[]>`
      select video_id as "videoId", path, kind from scanned_videos
      where task_id = ${taskId}::uuid and scan is null order by split, position`,
    db.scannedVideo.count({ where: { taskId } }),
  ]);
  const unread = rows.map((row) => ({
    ...row,
    kind: requireStored(videoKindSchema, row.kind, damagedVideo(row.videoId)),
  }));
  return { unread, total };
}
