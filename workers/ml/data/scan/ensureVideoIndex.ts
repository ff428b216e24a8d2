import { pictureStamp } from './pictureStamp';
import { scanFrameFolder } from './scanFrameFolder';
import { scanVideoFile } from './scanVideoFile';
import { type IndexedVideo, indexVersion, readVideoIndex, type VideoIndex, writeVideoIndex } from './videoIndex';

export type ScanRequest = IndexedVideo & {
  ffmpegPath: string;
  signal?: AbortSignal;
  /** Looks at every picture of a folder of frames whether it is the one that was read; runs only look at the folder. */
  thorough?: boolean;
};

/**
 * The index of a video; the video is read through once if that has not been done on this host, or if it has changed since.
 * @throws AppError video_missing, video_undecodable, ffmpeg_missing, disk_full; the reason of the signal
 */
export async function ensureVideoIndex(request: ScanRequest): Promise<VideoIndex> {
  const { path, kind, cacheRoot, ffmpegPath, signal } = request;
  const video = { path, kind, cacheRoot };
  const known = await readVideoIndex(video);
  if (known && (!request.thorough || (await holdsPictures(known, path)))) return known;
  const found = await (kind === 'frames'
    ? scanFrameFolder({ path, signal })
    : scanVideoFile({ ffmpegPath, path, signal }));
  const index: VideoIndex = { version: indexVersion, kind, ...found };
  await writeVideoIndex(video, index);
  return index;
}

async function holdsPictures({ pictures }: VideoIndex, path: string): Promise<boolean> {
  if (pictures === null) return true;
  const stamp = await pictureStamp(path);
  return stamp?.bytes === pictures.bytes && stamp.modified === pictures.modified;
}
