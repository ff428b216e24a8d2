import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { sweepHalfWritten } from '@/files/writeWhole.mjs';
import type { Resize } from '@/workers/ml/views/resizedSize';
import { ffmpegVersion } from '../ffmpeg/ffmpegVersion';
import { createDataProgress, type DataProgress } from '../parallel/progress';
import { runInChildren } from '../parallel/runInChildren';
import { withFolderLock } from '../parallel/withFolderLock';
import { isVideoFault, type OnUnreadable } from '../videoFault';
import type { VideoItem } from '../videoItem';
import { type CacheEntry, cacheFiles, cacheFolder, readCacheEntry, sourceOf } from './cacheEntry';
import type { DecodeJob } from './decodeJob';

export type FrameCacheSettings = Resize & {
  items: readonly Pick<VideoItem, 'id' | 'path'>[];
  /** Folder for decoded frames, shared by data sets and by all processes of the host. */
  cacheRoot: string;
  ffmpegPath: string;
  /** Frames a second to keep. */
  fps: number;
};

export type FrameCacheRequest = FrameCacheSettings & {
  onProgress?: (progress: DataProgress) => void;
  signal?: AbortSignal;
  /** Child processes that decode; default: one a core. */
  parallel?: number;
  /** Gets the videos that cannot be read; without it the first one is an error. */
  onUnreadable?: OnUnreadable;
};

/**
 * Decodes videos once for all: RGB frames at the original size and resized by Lanczos-3, both uint8. Videos that are in the
 * cache and have not changed since (size and time of the file) are kept; an interrupted preparation is completed; of
 * several processes that ask at the same time one decodes and the others wait.
 * @returns how many videos were decoded now
 * @throws AppError video_missing, video_undecodable (both name the file), ffmpeg_missing, disk_full; the signal's reason
 */
export async function prepareFrameCache(request: FrameCacheRequest): Promise<{ decoded: number }> {
  const { items, cacheRoot, ffmpegPath, fps, resize, aspect, onProgress, signal, onUnreadable } = request;
  const folder = cacheFolder({ cacheRoot, ffmpegVersion: await ffmpegVersion(ffmpegPath), fps, resize, aspect });
  if (missingJobs(request, folder).length === 0) {
    createDataProgress({ total: items.length, ready: items.length, onProgress }).report();
    return { decoded: 0 };
  }
  await mkdir(folder, { recursive: true });
  return withFolderLock({ folder, signal }, async () => {
    await sweepHalfWritten(folder, { untouchedMs: 60_000 });
    const jobs = missingJobs(request, folder);
    const progress = createDataProgress({ total: items.length, ready: items.length - jobs.length, onProgress });
    progress.report();
    await runInChildren<DecodeJob, CacheEntry>({
      module: new URL('./decodeJob.ts', import.meta.url),
      jobs,
      parallel: request.parallel ?? availableParallelism(),
      signal,
      onResult: () => progress.advance(),
      bears(error, { path }) {
        if (!onUnreadable || !isVideoFault(error)) return false;
        onUnreadable(path, error);
        progress.advance();
        return true;
      },
    });
    return { decoded: jobs.length };
  });
}

function missingJobs(settings: FrameCacheRequest, folder: string): DecodeJob[] {
  const { fps, resize, aspect, ffmpegPath, onUnreadable } = settings;
  const jobs: DecodeJob[] = [];
  for (const { id, path } of settings.items) {
    const files = cacheFiles(folder, { id, path });
    let entry: CacheEntry | null;
    try {
      entry = readCacheEntry(files, sourceOf(path));
    } catch (error) {
      if (!onUnreadable || !isVideoFault(error)) throw error;
      onUnreadable(path, error);
      continue;
    }
    if (!entry) jobs.push({ path, files, fps, resize, aspect, ffmpegPath });
  }
  return jobs;
}
