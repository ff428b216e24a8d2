import type { FocusedView } from '@/workers/ml/views/focusedCrop';
import type { InputView } from '@/workers/ml/views/inputView';
import type { Size } from '@/workers/ml/views/resizedSize';
import type { PixelBox } from '@/workers/ml/views/viewTransform';

/**
 * Frames of the sampled video, when the first of them is shown on the time line that annotations speak of, the size of the original
 * ones and that after the resize of F.
 */
export type FrameInfo = { frames: number; startSeconds: number; height: number; width: number; resized: Size };

/** The frames of one clip. */
export type ClipRequest = {
  videoId: string;
  /** Numbers of its frames, as many as the clip has; a number may come again. */
  frameNumbers: readonly number[];
  /** The part of the original frames that will be asked for, in pixels; null: all of it, and the resized frames. */
  region: PixelBox | null;
  /** The V_in that will be asked for: it is made ahead like the frames. */
  input?: InputView;
};

/** Clips in memory, numbered as they were asked for. */
export type LoadedClips = {
  /** V_in as it was announced: float32 (T, side, side, 3). Do not write to it; those of a batch may share one array. */
  input(clip: number): Float32Array;
  /** A box of the original frames, resized to the view: float32 (T, side, side, 3), a new array. */
  focused(clip: number, focused: FocusedView): Promise<Float32Array>;
  /** A part of the original frames of a clip: uint8 RGB, (T, region.height, region.width, 3), a new array. */
  original(clip: number, region: PixelBox): Promise<Uint8Array>;
  /** The frames of a clip resized by Lanczos-3: uint8 RGB, (T, resized.height, resized.width, 3). Do not write to it. */
  resized(clip: number): Promise<Uint8Array>;
  /** Frees the memory; nothing may be asked for afterwards. */
  release(): void;
};

/** Frames of the videos of a data set, at the rate of the clips. */
export type FrameSource = {
  info(videoId: string): FrameInfo;
  /** @throws AppError video_missing, video_undecodable, dataset_missing where a file is gone or has changed */
  open(clips: readonly ClipRequest[]): Promise<LoadedClips>;
  /** Announces clips that will be opened soon, in this order: they may be loaded while the engine computes. */
  expect(clips: readonly ClipRequest[]): void;
  /** Milliseconds that callers have spent on opening clips and on their pixels so far. */
  waitedMs(): number;
  /** Stops what is being loaded ahead. */
  close(): Promise<void>;
};
