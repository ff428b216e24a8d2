import { availableParallelism } from 'node:os';
import { type Resize, resizedSize } from '@/workers/ml/views/resizedSize';
import type { ClipRequest, FrameSource } from '../frames/frameSource';
import type { DataProgress } from '../parallel/progress';
import { ensureVideoIndices, type IndexedItem } from '../scan/ensureVideoIndices';
import { clipPictures } from './clipPictures';
import { type DemandVideo, demandVideo } from './demandVideo';
import { type PlannedJob, planJobs } from './planJobs';
import { type LoadedJob, startLoader } from './startLoader';

export type DemandSettings = Resize & {
  items: readonly IndexedItem[];
  /** Holds the indices of the videos (`ensureVideoIndex`). */
  cacheRoot: string;
  ffmpegPath: string;
  fps: number;
  /** Bytes of frames loaded ahead (1 GiB); clips that are opened are loaded whatever they take. */
  memoryBytes?: number;
  /** ffmpeg processes at a time; default: one a core, at most 8. */
  parallel?: number;
  /** Of reading videos through that this host has not read before. */
  onProgress?: (progress: DataProgress) => void;
  /** Stops the reading. */
  signal?: AbortSignal;
};

/** Clips that are loaded by one job, and how many of them are still to be let go. */
type Shared = { plan: PlannedJob; loaded: LoadedJob; left: number };

/**
 * Frames of real videos, decoded when they are needed and no more than that: seek, decode, pick by exact time, cut. Announced
 * clips are loaded by a thread of their own while the engine computes.
 * @returns the source, and how many videos had to be read through first
 * @throws AppError video_missing, video_undecodable (both name the file), ffmpeg_missing, disk_full; the signal's reason
 */
export async function openDemandSource(settings: DemandSettings): Promise<{ source: FrameSource; scanned: number }> {
  const { ffmpegPath, fps, memoryBytes = 2 ** 30 } = settings;
  const videos = new Map<string, DemandVideo>();
  const { scanned } = await ensureVideoIndices({
    ...settings,
    onIndex: ({ id, path }, index) => videos.set(id, demandVideo(path, index, fps)),
  });
  const parallel = settings.parallel ?? Math.min(8, availableParallelism());
  const loader = startLoader({ ffmpegPath, parallel, budgetBytes: memoryBytes });
  const expected = new Map<string, Shared[]>(); // by clip; one entry each time it is to be opened

  const videoOf = (id: string): DemandVideo => {
    const video = videos.get(id);
    if (!video) throw new RangeError(`video ${id} is not among those that were opened`);
    return video;
  };

  function start(clips: readonly ClipRequest[]): void {
    for (const plan of planJobs(clips, { videoOf, maxBytes: memoryBytes / 4 })) {
      const shared: Shared = { plan, loaded: loader.add(plan.job), left: plan.clips.length };
      for (const clip of plan.clips) {
        const key = clipKey(clip);
        expected.set(key, [...(expected.get(key) ?? []), shared]);
      }
    }
  }

  /** Those of the clips that are not expected yet, as often as they occur. */
  function unexpected(clips: readonly ClipRequest[]): ClipRequest[] {
    const seen = new Map<string, number>();
    return clips.filter((clip) => {
      const key = clipKey(clip);
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return before >= (expected.get(key)?.length ?? 0);
    });
  }

  function takeExpected(clip: ClipRequest): Shared {
    const key = clipKey(clip);
    const [shared, ...rest] = expected.get(key) ?? [];
    if (!shared) throw new RangeError(`clip ${key} was not loaded`);
    if (rest.length > 0) expected.set(key, rest);
    else expected.delete(key);
    return shared;
  }

  const letGo = (shared: Shared) => {
    shared.left -= 1;
    if (shared.left === 0) shared.loaded.release();
  };

  const source: FrameSource = {
    info(videoId) {
      const { sampled, height, width } = videoOf(videoId);
      return { frames: sampled.length, height, width, resized: resizedSize({ height, width }, settings) };
    },
    async open(clips) {
      start(unexpected(clips));
      const parts = clips.map((clip) => ({ clip, shared: takeExpected(clip) }));
      try {
        const bytes = await Promise.all(parts.map(({ shared }) => shared.loaded.take()));
        const pictures = parts.map(({ clip, shared }, k) =>
          clipPictures({ video: videoOf(clip.videoId), clip, plan: shared.plan, bytes: bytes[k] ?? new Uint8Array() }),
        );
        const at = (clip: number) => pictures[clip] ?? notOpened(clip);
        return {
          original: (clip, region) => at(clip).original(region),
          resized: (clip) => at(clip).resized(settings),
          release() {
            for (const { shared } of parts.splice(0)) letGo(shared);
            pictures.length = 0;
          },
        };
      } catch (error) {
        for (const { shared } of parts) letGo(shared);
        throw error;
      }
    },
    expect: (clips) => start(unexpected(clips)),
    close: () => loader.close(),
  };
  return { source, scanned };
}

function clipKey({ videoId, frameNumbers, region }: ClipRequest): string {
  const cut = region ? `${region.top},${region.left},${region.height},${region.width}` : 'whole';
  return `${videoId}|${cut}|${frameNumbers.join()}`;
}

function notOpened(clip: number): never {
  throw new RangeError(`clip ${clip} is not among those that were opened, or has been released`);
}
