import { availableParallelism } from 'node:os';
import { AppError } from '@/domain/errors';
import { type Resize, resizedSize } from '@/workers/ml/views/resizedSize';
import type { ClipRequest, FrameSource } from '../frames/frameSource';
import { readVideoIndex } from '../scan/videoIndex';
import type { VideoItem } from '../videoItem';
import { clipPictures } from './clipPictures';
import { type DemandVideo, demandVideo } from './demandVideo';
import { type PlannedJob, planJobs } from './planJobs';
import { type LoadedJob, startLoader } from './startLoader';

export type DemandSettings = Resize & {
  items: readonly Pick<VideoItem, 'id' | 'path' | 'kind'>[];
  /** Holds the indices of the videos (`ensureVideoIndex`). */
  cacheRoot: string;
  ffmpegPath: string;
  fps: number;
  /** Bytes of frames loaded ahead (1 GiB); clips that are opened are loaded whatever they take. */
  memoryBytes?: number;
  /** ffmpeg processes at a time; default: one a core, at most 8. */
  parallel?: number;
};

/** Clips that are loaded by one job, and how many of them are still to be let go. */
type Shared = { plan: PlannedJob; loaded: LoadedJob; left: number };

/**
 * Frames of real videos, decoded when they are needed and no more than that: seek, decode, pick by exact time, cut. Announced
 * clips are loaded by a thread of their own while the engine computes.
 * @throws AppError dataset_missing where a video has not been scanned or has changed since
 */
export async function openDemandSource(settings: DemandSettings): Promise<FrameSource> {
  const { cacheRoot, ffmpegPath, fps, memoryBytes = 2 ** 30 } = settings;
  const videos = new Map<string, DemandVideo>();
  for (const { id, path, kind } of settings.items) {
    const index = await readVideoIndex({ path, kind, cacheRoot });
    if (!index) throw notScanned(path);
    videos.set(id, demandVideo(path, index, fps));
  }
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

  return {
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
}

function clipKey({ videoId, frameNumbers, region }: ClipRequest): string {
  const cut = region ? `${region.top},${region.left},${region.height},${region.width}` : 'whole';
  return `${videoId}|${cut}|${frameNumbers.join()}`;
}

function notOpened(clip: number): never {
  throw new RangeError(`clip ${clip} is not among those that were opened, or has been released`);
}

function notScanned(path: string): AppError {
  return new AppError(
    'dataset_missing',
    `The video ${path} has not been read through on this machine, or was changed since. Start the run again.`,
  );
}
