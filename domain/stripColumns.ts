/** Longest side of a picture of frames in pixels: JPEG ends at 65,535, what browsers draw on a GPU often at 16,384. */
const longestSide = 16_384;

/**
 * How the frames of a clip are laid out in one picture.
 * @param width of a frame in pixels
 * @returns frames side by side before the next row begins; 0 = all in one row
 */
export function stripColumns(frames: number, width: number): number {
  return frames * width <= longestSide ? 0 : Math.max(1, Math.floor(longestSide / width));
}
