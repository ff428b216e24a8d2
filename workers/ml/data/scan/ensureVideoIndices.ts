import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { inParallel } from '../parallel/inParallel';
import { createDataProgress, type DataProgress } from '../parallel/progress';
import { withFolderLock } from '../parallel/withFolderLock';
import { type OnUnreadable, sparing } from '../videoFault';
import type { VideoItem } from '../videoItem';
import { ensureVideoIndex } from './ensureVideoIndex';
import { readVideoIndex, type VideoIndex } from './videoIndex';

export type IndexedItem = Pick<VideoItem, 'id' | 'path' | 'kind'>;

/** Small files are read side by side; videos are decoded one a core. */
const readersAtOnce = 16;

/**
 * The indices of many videos. Those that this host has not read through yet are, with progress; of several processes that ask
 * at the same time one does it and the others wait.
 * @param request `onIndex` gets each index once, in any order
 * @returns how many videos were read through now
 * @throws AppError video_missing, video_undecodable (both name the file), ffmpeg_missing, disk_full; the signal's reason
 */
export async function ensureVideoIndices(request: {
  items: readonly IndexedItem[];
  cacheRoot: string;
  ffmpegPath: string;
  onIndex(item: IndexedItem, index: VideoIndex): void;
  onProgress?: (progress: DataProgress) => void;
  signal?: AbortSignal;
  parallel?: number;
  /** Gets the videos that cannot be read; without it the first one is an error. */
  onUnreadable?: OnUnreadable;
}): Promise<{ scanned: number }> {
  const {
    items,
    cacheRoot,
    ffmpegPath,
    onIndex,
    onProgress,
    signal,
    parallel = availableParallelism(),
    onUnreadable,
  } = request;
  const readKnown = async (among: readonly IndexedItem[]) => {
    const missing: IndexedItem[] = [];
    await inParallel(among, { parallel: readersAtOnce, signal }, async (item) => {
      const index = await readVideoIndex({ ...item, cacheRoot });
      if (index) onIndex(item, index);
      else missing.push(item);
    });
    return missing;
  };
  const unknown = await readKnown(items);
  if (unknown.length === 0) return { scanned: 0 };
  const folder = join(cacheRoot, 'video-index');
  await mkdir(folder, { recursive: true });
  return withFolderLock({ folder, signal }, async () => {
    const missing = await readKnown(unknown);
    const progress = createDataProgress({ total: items.length, ready: items.length - missing.length, onProgress });
    progress.report();
    await inParallel(missing, { parallel, signal }, async (item, stop) => {
      await sparing(item.path, onUnreadable, async () => {
        onIndex(item, await ensureVideoIndex({ ...item, cacheRoot, ffmpegPath, signal: stop }));
      });
      progress.advance();
    });
    return { scanned: missing.length };
  });
}
