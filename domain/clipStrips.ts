import type { Box } from './box';

/** Frames of one test clip as pictures of T frames. */
export type ClipStrips = {
  videoId: string;
  clip: number;
  firstFrame: number;
  frames: number;
  /** When each frame is shown, in seconds on the time line that annotations speak of. */
  times: number[];
  originalWidth: number;
  originalHeight: number;
  /** Frames side by side before the next row begins; 0 = all in one row. */
  columns: number;
  /** V_in in [0, 1] of the original frame. */
  view: Box;
  /** JPEG at the original resolution. */
  original: Uint8Array;
  /** After the resize of F, before the crop: PNG, or JPEG of quality 90 where the network's view is larger than 128 px. */
  resized: Uint8Array;
  resizedMime: 'image/png' | 'image/jpeg';
};
