import { availableParallelism } from 'node:os';
import { type Resize, resizedSize } from '@/workers/ml/views/resizedSize';
import type { ClipRequest, FrameSource, LoadedClips } from '../frames/frameSource';
import { createWaitClock } from '../frames/waitClock';
import type { DataProgress } from '../parallel/progress';
import { ensureVideoIndices, type IndexedItem } from '../scan/ensureVideoIndices';
import type { OnUnreadable } from '../videoFault';
import { type DemandVideo, demandVideo } from './demandVideo';
import { type OpenClip, openClip } from './openClip';
import { planJobs } from './planJobs';
import { type LoadedJob, type Loader, startLoader } from './startLoader';

export type DemandSettings = Resize & {
  items: readonly IndexedItem[];
  /** Holds the indices of the videos (`ensureVideoIndex`). */
  cacheRoot: string;
  ffmpegPath: string;
  fps: number;
  /** Bytes of frames and views loaded ahead (1 GiB); clips that are opened are loaded whatever they take. */
  memoryBytes?: number;
  /** ffmpeg processes at a time; default: one a core, at most 8. */
  parallel?: number;
  /** Threads that collect frames and make views of them; default: one for four cores, at most 4. */
  threads?: number;
  /** Of reading videos through that this host has not read before. */
  onProgress?: (progress: DataProgress) => void;
  /** Gets the videos that cannot be read, which the source then does not have; without it the first one is an error. */
  onUnreadable?: OnUnreadable;
  /** Stops the reading. */
  signal?: AbortSignal;
};

/** A clip that is being loaded, and what it shares with the other clips of its job. */
type Expected = { clip: OpenClip; job: { loaded: LoadedJob; left: number } };

/**
 * Frames of real videos, decoded when they are needed and no more than that: seek, decode, pick by exact time, cut. Announced
 * clips are loaded, and their V_in made, by threads of their own while the engine computes.
 * @returns the source, and how many videos had to be read through first
 * @throws AppError video_missing, video_undecodable (both name the file), ffmpeg_missing, disk_full; the signal's reason
 */
export async function openDemandSource(settings: DemandSettings): Promise<{ source: FrameSource; scanned: number }> {
  const { ffmpegPath, fps, resize, aspect, memoryBytes = 2 ** 30 } = settings;
  const videos = new Map<string, DemandVideo>();
  const { scanned } = await ensureVideoIndices({
    ...settings,
    onIndex: ({ id, path }, index) => videos.set(id, demandVideo(path, index, fps)),
  });
  const { parallel, threads } = { ...loadersOf(availableParallelism()), ...settings };
  const share = { parallel: Math.ceil(parallel / threads), budgetBytes: memoryBytes / threads };
  const loaders = Array.from({ length: threads }, () => startLoader({ ffmpegPath, ...share }));
  const clock = createWaitClock();
  const expected = new Map<string, Expected[]>(); // by clip; one entry each time it is to be opened
  let jobs = 0;

  const videoOf = (id: string): DemandVideo => {
    const video = videos.get(id);
    if (!video) throw new RangeError(`video ${id} is not among those that were opened`);
    return video;
  };

  function start(clips: readonly ClipRequest[]): void {
    for (const plan of planJobs(clips, { videoOf, maxBytes: memoryBytes / 4 })) {
      const loaded = nextLoader().add(plan.job); // neighbours go to different threads: those of a batch are cut side by side
      const job = { loaded, left: plan.clips.length };
      for (const clip of plan.clips) {
        const key = clipKey(clip);
        const opened = openClip({ video: videoOf(clip.videoId), clip, plan, loaded, resize: { resize, aspect } });
        expected.set(key, [...(expected.get(key) ?? []), { clip: opened, job }]);
      }
    }
  }

  function nextLoader(): Loader {
    const loader = loaders[jobs++ % loaders.length];
    if (!loader) throw new RangeError('a source has one loading thread at least');
    return loader;
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

  function takeExpected(clip: ClipRequest): Expected {
    const key = clipKey(clip);
    const [first, ...rest] = expected.get(key) ?? [];
    if (!first) throw new RangeError(`clip ${key} was not loaded`);
    if (rest.length > 0) expected.set(key, rest);
    else expected.delete(key);
    return first;
  }

  const letGo = ({ clip, job }: Expected) => {
    clip.release();
    job.left -= 1;
    if (job.left === 0) job.loaded.release();
  };

  async function open(requests: readonly ClipRequest[]): Promise<LoadedClips> {
    start(unexpected(requests));
    const parts = requests.map(takeExpected);
    const release = () => parts.splice(0).forEach(letGo);
    const at = (clip: number) => parts[clip]?.clip ?? notOpened(clip);
    try {
      await Promise.all(parts.map(({ clip }) => clip.ready()));
    } catch (error) {
      release();
      throw error;
    }
    return {
      input: (clip) => at(clip).input(),
      focused: (clip, focused) => clock.during(async () => at(clip).make({ make: 'focused', focused })),
      original: (clip, region) => clock.during(async () => at(clip).make({ make: 'original', region })),
      resized: (clip) => clock.during(async () => at(clip).resized()),
      release,
    };
  }

  const source: FrameSource = {
    info(videoId) {
      const { sampled, startSeconds, height, width } = videoOf(videoId);
      const resized = resizedSize({ height, width }, settings);
      return { frames: sampled.length, startSeconds, height, width, resized };
    },
    open: (clips) => clock.during(() => open(clips)),
    expect: (clips) => start(unexpected(clips)),
    waitedMs: clock.milliseconds,
    close: async () => void (await Promise.all(loaders.map((loader) => loader.close()))),
  };
  return { source, scanned };
}

/** One ffmpeg a core and one thread for four of them, in bounds. */
function loadersOf(cores: number): { parallel: number; threads: number } {
  return { parallel: Math.min(8, cores), threads: Math.min(4, Math.max(1, cores >> 2)) };
}

function clipKey({ videoId, frameNumbers, region, input }: ClipRequest): string {
  const cut = region ? `${region.top},${region.left},${region.height},${region.width}` : 'whole';
  const { view } = input ?? {};
  const shown = view ? `${view.offset.top},${view.offset.left},${view.side},${view.flip}` : 'no view';
  return `${videoId}|${cut}|${shown}|${frameNumbers.join()}`;
}

function notOpened(clip: number): never {
  throw new RangeError(`clip ${clip} is not among those that were opened, or has been released`);
}
