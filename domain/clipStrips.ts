import type { Box } from './box';

/** Frames of one test clip as horizontal strips of T frames. */
export type ClipStrips = {
  videoId: string;
  clip: number;
  firstFrame: number;
  frames: number;
  originalWidth: number;
  originalHeight: number;
  /** V_in inside the original frame. */
  view: Box;
  /** JPEG at the original resolution. */
  original: Uint8Array;
  /** PNG after the resize of F, before the crop. */
  resized: Uint8Array;
};
