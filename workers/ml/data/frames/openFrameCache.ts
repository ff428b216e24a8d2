import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { AppError } from '@/domain/errors';
import { extractView } from '@/workers/ml/views/extractView';
import type { FocusedView } from '@/workers/ml/views/focusedCrop';
import { type HeldFrames, heldFrames } from '@/workers/ml/views/heldFrames';
import type { InputView } from '@/workers/ml/views/inputView';
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
import { allPixels, neededRegion } from './makePixels';
import type { Pixels, PixelWork } from './pixelWork';
import type { FrameCacheSettings } from './prepareFrameCache';
import { createWaitClock } from './waitClock';

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
    const entry = readCacheEntry(files, sourceOf(path));
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

  const scratch = createScratch();

  const load = (request: ClipRequest): LoadedClip => {
    const { entry, files } = find(request.videoId);
    const read = (region: PixelBox): HeldFrames => {
      checkRegion(region, entry.original);
      return reading(files.original, () => readRows(files.original, entry, request.frameNumbers, region, scratch));
    };
    const resized = () =>
      pickFrames(resizedFrames(request.videoId), framesBytes(1, entry.resized), request.frameNumbers);
    return {
      writeInput(input, out) {
        const { frameNumbers } = request;
        const { view, normalisation } = input;
        if (input.resampling !== 'lanczos_uint8') out.set(made({ make: 'input', input }, read));
        else extractView({ resized: resized(), view, frames: frameNumbers.length, normalisation, out, at: 0 });
      },
      focused: (focused) => made({ make: 'focused', focused }, read),
      original: (region) => made({ make: 'original', region }, read),
      resized,
    };
  };

  const clock = createWaitClock();
  return {
    info(videoId) {
      const { frames, startSeconds, original, resized } = find(videoId).entry;
      return { frames, startSeconds, height: original.height, width: original.width, resized };
    },
    open: (requests) =>
      clock.during(async () => {
        const clips = requests.map(load);
        const at = (clip: number) => clips[clip] ?? missingClip(clip);
        const inputs = makeInputs(requests, at);
        return {
          input: (clip) => inputs[clip] ?? missingInput(clip),
          focused: (clip, focused) => clock.during(async () => at(clip).focused(focused)),
          original: (clip, region) => clock.during(async () => at(clip).original(region)),
          resized: (clip) => clock.during(async () => at(clip).resized()),
          release: () => undefined,
        };
      }),
    expect: () => undefined, // the files are there: nothing to load ahead
    waitedMs: clock.milliseconds,
    close: async () => undefined,
  };
}

type LoadedClip = {
  /** @param out receives V_in: float32 (T, side, side, 3) */
  writeInput(input: InputView, out: Float32Array): void;
  focused(focused: FocusedView): Float32Array;
  original(region: PixelBox): Uint8Array;
  resized(): Uint8Array;
};

function missingClip(clip: number): never {
  throw new RangeError(`clip ${clip} is not among those that were opened`);
}

function missingInput(clip: number): never {
  throw new RangeError(`no V_in was announced for clip ${clip}`);
}

/** V_in of every clip that announced one, one after the other in one array: a batch of them is not copied again. */
function makeInputs(requests: readonly ClipRequest[], at: (clip: number) => LoadedClip): (Float32Array | null)[] {
  const lengths = requests.map(({ input, frameNumbers }) =>
    input ? frameNumbers.length * input.view.side ** 2 * 3 : 0,
  );
  const all = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let end = 0;
  return requests.map(({ input }, clip) => {
    const begin = end;
    end += lengths[clip] ?? 0;
    if (!input) return null;
    const out = all.subarray(begin, end);
    at(clip).writeInput(input, out);
    return out;
  });
}

/** Makes pixels of no more rows of the frames than they take. */
function made<Work extends PixelWork>(work: Work, read: (region: PixelBox) => HeldFrames): Pixels<Work> {
  return allPixels(work, read(neededRegion(work)));
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

/** Memory for what is read and used up at once: fresh memory would take several times as long to be touched as to be read into. */
function createScratch(): (bytes: number) => Uint8Array {
  let memory = new Uint8Array(0);
  return (bytes) => {
    if (memory.length < bytes) memory = new Uint8Array(bytes);
    return memory.subarray(0, bytes);
  };
}

/**
 * Rows of a frame lie one after the other in the file: those of the region are read at their full width.
 * @param scratch what is returned lies in its memory, and is gone with the next call
 */
function readRows(
  path: string,
  entry: CacheEntry,
  numbers: readonly number[],
  { top, height }: PixelBox,
  scratch: (bytes: number) => Uint8Array,
): HeldFrames {
  const { height: all, width } = entry.original;
  const box = { top, left: 0, height, width };
  const held = heldFrames(scratch(numbers.length * height * width * 3), box, numbers.length);
  const bytes = height * width * 3;
  const file = openSync(path, 'r');
  try {
    numbers.forEach((frame, k) => {
      const read = readSync(file, held.bytes, k * bytes, bytes, (frame * all + top) * width * 3);
      if (read !== bytes) throw new Error('the file ends too early');
    });
  } finally {
    closeSync(file);
  }
  return held;
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
