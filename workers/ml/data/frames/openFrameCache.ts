import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { AppError } from '@/domain/errors';
import type { Size } from '@/workers/ml/views/resizedSize';
import type { PixelBox } from '@/workers/ml/views/viewTransform';
import { ffmpegVersion } from '../ffmpeg/ffmpegVersion';
import { createByteBudget } from './byteBudget';
import { type CacheEntry, type CacheFiles, cacheFiles, cacheFolder, readCacheEntry, sourceOf } from './cacheEntry';
import type { FrameSource, RegionRequest } from './frameSource';
import type { FrameCacheSettings } from './prepareFrameCache';

/**
 * Opens decoded frames for reading; any number of processes may do so at the same time.
 * @param settings as given to `prepareFrameCache`; `memoryBytes` bounds the resized frames kept in memory (1 GiB)
 * @throws AppError dataset_missing (a video is not decoded, or has changed since), video_missing, ffmpeg_missing
 */
export async function openFrameCache(settings: FrameCacheSettings & { memoryBytes?: number }): Promise<FrameSource> {
  const { cacheRoot, ffmpegPath, fps, resize, memoryBytes = 2 ** 30 } = settings;
  const folder = cacheFolder({ cacheRoot, ffmpegVersion: await ffmpegVersion(ffmpegPath), fps, resize });
  const videos = new Map<string, { entry: CacheEntry; files: CacheFiles }>();
  for (const { id, path } of settings.items) {
    const files = cacheFiles(folder, { id, path });
    const entry = await readCacheEntry(files, await sourceOf(path));
    if (!entry) throw notDecoded(path);
    videos.set(id, { entry, files });
  }

  const find = (videoId: string) => {
    const video = videos.get(videoId);
    if (!video) throw new RangeError(`video ${videoId} is not among those that were opened`);
    return video;
  };
  const resizedFrames = createByteBudget(memoryBytes, (videoId) => {
    const { files } = find(videoId);
    return reading(files.resized, () => new Uint8Array(readFileSync(files.resized)));
  });

  return {
    info(videoId) {
      const { frames, original, resized } = find(videoId).entry;
      return { frames, height: original.height, width: original.width, resized };
    },
    resized: resizedFrames,
    original(request) {
      const { entry, files } = find(request.videoId);
      checkRegion(request.region, entry.original);
      return reading(files.original, () => readRegion(files.original, entry, request));
    },
  };
}

function readRegion(path: string, entry: CacheEntry, { firstFrame, frames, region }: RegionRequest): Uint8Array {
  const { top, left, height, width } = region;
  const rowBytes = entry.original.width * 3;
  const pieceBytes = width * 3;
  const rows = new Uint8Array(height * rowBytes);
  const out = new Uint8Array(frames * height * pieceBytes);
  const file = openSync(path, 'r');
  try {
    for (let k = 0; k < frames; k++) {
      const frame = Math.min(firstFrame + k, entry.frames - 1); // short videos repeat their last frame
      const at = (frame * entry.original.height + top) * rowBytes;
      if (readSync(file, rows, 0, rows.length, at) !== rows.length) throw new Error('the file ends too early');
      for (let y = 0; y < height; y++) {
        const from = y * rowBytes + left * 3;
        out.set(rows.subarray(from, from + pieceBytes), (k * height + y) * pieceBytes);
      }
    }
  } finally {
    closeSync(file);
  }
  return out;
}

function checkRegion({ top, left, height, width }: PixelBox, frame: Size): void {
  const inside = top >= 0 && left >= 0 && top + height <= frame.height && left + width <= frame.width;
  if (!inside || height < 1 || width < 1 || ![top, left, height, width].every(Number.isInteger))
    throw new RangeError(
      `region ${top},${left} ${height}x${width} is not within ${frame.height}x${frame.width} pixels`,
    );
}

function reading<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new AppError(
      'dataset_missing',
      `The decoded frames ${path} are gone or cut short. Start the run again: the video is then decoded anew.`,
      { cause },
    );
  }
}

function notDecoded(path: string): AppError {
  return new AppError(
    'dataset_missing',
    `The video ${path} has not been decoded, or was changed after it was. Start the run again to decode it.`,
  );
}
