import type { Size } from '@/workers/ml/views/resizedSize';
import type { PixelBox } from '@/workers/ml/views/viewTransform';

/** A part of some frames of a video at its original resolution. */
export type RegionRequest = {
  videoId: string;
  firstFrame: number;
  frames: number;
  /** Pixels, within the frame. */
  region: PixelBox;
};

export type FrameInfo = { frames: number; height: number; width: number; resized: Size };

/** Decoded frames of the videos of a data set. Frames past the end of a video are its last frame. */
export type FrameSource = {
  info(videoId: string): FrameInfo;
  /** All frames at the resized size: uint8 RGB, (T, resized.height, resized.width, 3). Kept in memory: do not write to it. */
  resized(videoId: string): Uint8Array;
  /** uint8 RGB, (frames, region.height, region.width, 3), a new array. */
  original(request: RegionRequest): Uint8Array;
};
