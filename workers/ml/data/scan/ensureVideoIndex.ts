import { scanFrameFolder } from './scanFrameFolder';
import { scanVideoFile } from './scanVideoFile';
import { type IndexedVideo, indexVersion, readVideoIndex, type VideoIndex, writeVideoIndex } from './videoIndex';

export type ScanRequest = IndexedVideo & { ffmpegPath: string; signal?: AbortSignal };

/**
 * The index of a video; the video is read through once if that has not been done on this host, or if it has changed since.
 * @throws AppError video_missing, video_undecodable, ffmpeg_missing, disk_full; the reason of the signal
 */
export async function ensureVideoIndex(request: ScanRequest): Promise<VideoIndex> {
  const { path, kind, cacheRoot, ffmpegPath, signal } = request;
  const video = { path, kind, cacheRoot };
  const known = await readVideoIndex(video);
  if (known) return known;
  const found = await (kind === 'frames'
    ? scanFrameFolder({ path, signal })
    : scanVideoFile({ ffmpegPath, path, signal }));
  const index: VideoIndex = { version: indexVersion, kind, ...found };
  await writeVideoIndex(video, index);
  return index;
}
