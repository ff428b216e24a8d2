import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { VideoScan } from '@/domain/videoStates';
import { saveScans } from '@/server/imports/saveScans';
import type { UnreadVideo } from '@/server/imports/unreadVideos';
import { retryTransient } from '@/server/retryTransient';
import type { ImportContext } from '@/workers/jobs/importHandler';
import { scanVideo } from '@/workers/ml/data/scan/scanVideo';

/** What has been read is written down this often, or when so much of it has gathered. */
const batchMs = 1000;
const batchVideos = 64;

/**
 * Reads videos side by side, one a core: the work is done by ffmpeg. What was read before an interruption is kept.
 * @throws AppError ffmpeg_missing, fenced; the reason of the signal
 */
export async function readVideos(
  context: ImportContext,
  { unread, total }: { unread: UnreadVideo[]; total: number },
): Promise<void> {
  const { db, lease, progress, signal } = context;
  const ready = total - unread.length;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const queue = unread.values();
  let batch: { videoId: string; scan: VideoScan }[] = [];
  let done = ready;
  let lastWrite = performance.now();
  progress({ done, total, ready });

  async function write(): Promise<void> {
    const scans = batch;
    batch = [];
    lastWrite = performance.now();
    if (scans.length > 0) await retryTransient(() => saveScans(db, lease, scans));
  }

  async function readOn(): Promise<void> {
    for (const video of queue) {
      stop.throwIfAborted();
      const scan = await readVideo(context, video, stop);
      batch.push({ videoId: video.videoId, scan }); // after the wait: meanwhile another reader may have written the batch
      done += 1;
      progress({ done, total, ready });
      if (batch.length >= batchVideos || performance.now() - lastWrite >= batchMs) await write();
    }
  }

  const readers = Array.from({ length: availableParallelism() }, async () => {
    try {
      await readOn();
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  const ends = await Promise.allSettled(readers);
  await write();
  signal.throwIfAborted();
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failed.signal.reason;
}

/** Only files are opened as videos: opening a pipe may never return. */
async function readVideo(
  { paths, whenThereIsRoom }: ImportContext,
  video: UnreadVideo,
  signal: AbortSignal,
): Promise<VideoScan> {
  const { path, kind } = video;
  const found = await stat(path).catch(() => null);
  const expected = kind === 'frames' ? found?.isDirectory() : found?.isFile();
  if (!expected) {
    const what = kind === 'frames' ? 'folder of frames' : 'video file';
    return { state: 'missing', message: `There is no ${what} ${path}.` };
  }
  const request = { path, kind, cacheRoot: paths.cacheRoot, ffmpegPath: paths.ffmpegPath, signal };
  return whenThereIsRoom(() => scanVideo(request));
}
