import { backbones } from '@/domain/backbones';
import type { RunConfig } from '@/domain/runConfig';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { probeVideo } from '@/workers/ml/data/ffmpeg/probeVideo';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import { openFrameCache } from '@/workers/ml/data/frames/openFrameCache';
import { prepareFrameCache } from '@/workers/ml/data/frames/prepareFrameCache';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';
import { type OnUnreadable, sparing } from '@/workers/ml/data/videoFault';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import type { RunPaths } from './runHost';

/** Disk that the decoded frames of a data set may take at most [bytes]. */
const cacheLimitBytes = 8 * 2 ** 30;
/** Videos whose size is looked up to estimate that. */
const probes = 4;

type FramesRequest = {
  items: readonly VideoItem[];
  config: Pick<RunConfig, 'backbone' | 'clip'>;
  paths: Pick<RunPaths, 'cacheRoot' | 'ffmpegPath'>;
  signal: AbortSignal;
  onProgress(progress: DataProgress): void;
  /** Gets the videos that cannot be read; the source does not have them. */
  onUnreadable: OnUnreadable;
};

/**
 * The frames of a run's videos: decoded once for all where `isCached` says so, on demand otherwise.
 * @returns the source, and how many videos were decoded or read through for it
 * @throws AppError ffmpeg_missing, disk_full; the signal's reason
 */
export async function openFrames(request: FramesRequest): Promise<{ source: FrameSource; prepared: number }> {
  const { items, config, paths, signal, onProgress } = request;
  const unreadable = new Set<string>();
  const onUnreadable: OnUnreadable = (path, error) => {
    unreadable.add(path);
    request.onUnreadable(path, error);
  };
  const { fps, resize, aspect } = config.clip;
  const settings = { items, ...paths, fps, resize, aspect };
  if (await isCached(request)) {
    const { decoded } = await prepareFrameCache({ ...settings, signal, onProgress, onUnreadable });
    const readable = items.filter(({ path }) => !unreadable.has(path));
    return { source: await openFrameCache({ ...settings, items: readable }), prepared: decoded };
  }
  const { source, scanned } = await openDemandSource({ ...settings, signal, onProgress, onUnreadable });
  return { source, prepared: scanned };
}

/**
 * Small videos for a small network are decoded once and kept uncompressed: decoding them again for every clip would take longer
 * than a step. All others would fill the disk: a backbone that resizes in float, folders of extracted frames, and videos whose
 * frames at this rate are estimated at more than 8 GiB (their length in the CSV, the largest of a few picture sizes).
 */
export async function isCached({
  items,
  config,
  paths,
}: Omit<FramesRequest, 'signal' | 'onProgress' | 'onUnreadable'>): Promise<boolean> {
  if (backbones[config.backbone].resampling !== 'lanczos_uint8') return false;
  if (items.some(({ kind }) => kind !== 'video')) return false;
  let pixels = 0;
  for (let k = 0; k < Math.min(probes, items.length); k++) {
    const item = items[Math.floor((k * items.length) / probes)] ?? items[k];
    if (!item) continue;
    await sparing(
      item.path,
      () => undefined, // it is told when it is read
      async () => {
        const { height, width } = await probeVideo({ ffmpegPath: paths.ffmpegPath, path: item.path });
        pixels = Math.max(pixels, height * width);
      },
    );
  }
  const seconds = items.reduce((sum, { lengthSeconds }) => sum + lengthSeconds, 0);
  return seconds * config.clip.fps * pixels * 3 <= cacheLimitBytes;
}
