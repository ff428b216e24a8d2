import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { AppError } from '@/domain/errors';
import type { PixelBox } from '@/workers/ml/views/viewTransform';
import { ffmpegVersion } from '../ffmpeg/ffmpegVersion';
import { createByteBudget } from './byteBudget';
import {
  type CacheEntry,
  type CacheFiles,
  cacheFiles,
  cacheFolder,
  framesBytes,
  readCacheEntry,
  sourceOf,
} from './cacheEntry';
import { checkRegion } from './checkRegion';
import type { ClipRequest, FrameSource } from './frameSource';
import type { FrameCacheSettings } from './prepareFrameCache';

/**
 * Opens decoded frames for reading; any number of processes may do so at the same time.
 * @param settings as given to `prepareFrameCache`; `memoryBytes` bounds the resized frames kept in memory (1 GiB)
 * @throws AppError dataset_missing (a video is not decoded, or has changed since), video_missing, ffmpeg_missing
 */
export async function openFrameCache(settings: FrameCacheSettings & { memoryBytes?: number }): Promise<FrameSource> {
  const { cacheRoot, ffmpegPath, fps, resize, aspect, memoryBytes = 2 ** 30 } = settings;
  const folder = cacheFolder({ cacheRoot, ffmpegVersion: await ffmpegVersion(ffmpegPath), fps, resize, aspect });
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

  const load = (request: ClipRequest): LoadedClip => {
    const { entry, files } = find(request.videoId);
    return {
      original(region) {
        checkRegion(region, entry.original);
        return reading(files.original, () => readRegion(files.original, entry, request.frameNumbers, region));
      },
      resized() {
        const video = resizedFrames(request.videoId);
        return pickFrames(video, framesBytes(1, entry.resized), request.frameNumbers);
      },
    };
  };

  return {
    info(videoId) {
      const { frames, original, resized } = find(videoId).entry;
      return { frames, height: original.height, width: original.width, resized };
    },
    async open(requests) {
      const clips = requests.map(load);
      const at = (clip: number) => clips[clip] ?? missingClip(clip);
      return {
        original: (clip, region) => at(clip).original(region),
        resized: (clip) => at(clip).resized(),
        release: () => undefined,
      };
    },
    expect: () => undefined, // the files are there: nothing to load ahead
    close: async () => undefined,
  };
}

type LoadedClip = { original(region: PixelBox): Uint8Array; resized(): Uint8Array };

function missingClip(clip: number): never {
  throw new RangeError(`clip ${clip} is not among those that were opened`);
}

/** Frames that follow each other are a part of the video itself; others are copied together. */
function pickFrames(video: Uint8Array, frameBytes: number, numbers: readonly number[]): Uint8Array {
  const first = numbers[0] ?? 0;
  if (numbers.every((number, k) => number === first + k))
    return video.subarray(first * frameBytes, (first + numbers.length) * frameBytes);
  const out = new Uint8Array(numbers.length * frameBytes);
  numbers.forEach((number, k) => {
    out.set(video.subarray(number * frameBytes, (number + 1) * frameBytes), k * frameBytes);
  });
  return out;
}

function readRegion(path: string, entry: CacheEntry, numbers: readonly number[], region: PixelBox): Uint8Array {
  const { top, left, height, width } = region;
  const rowBytes = entry.original.width * 3;
  const pieceBytes = width * 3;
  const rows = new Uint8Array(height * rowBytes);
  const out = new Uint8Array(numbers.length * height * pieceBytes);
  const file = openSync(path, 'r');
  try {
    numbers.forEach((frame, k) => {
      const at = (frame * entry.original.height + top) * rowBytes;
      if (readSync(file, rows, 0, rows.length, at) !== rows.length) throw new Error('the file ends too early');
      for (let y = 0; y < height; y++) {
        const from = y * rowBytes + left * 3;
        out.set(rows.subarray(from, from + pieceBytes), (k * height + y) * pieceBytes);
      }
    });
  } finally {
    closeSync(file);
  }
  return out;
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
