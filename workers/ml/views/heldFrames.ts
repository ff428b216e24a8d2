import type { PixelBox } from './viewTransform';

/** The same part of some original frames, in memory: frame k is uint8 RGB (box.height, box.width, 3) from `starts[k]` on. */
export type HeldFrames = { bytes: Uint8Array; starts: readonly number[]; box: PixelBox };

/** Frames that lie one after the other. */
export function heldFrames(bytes: Uint8Array, box: PixelBox, frames: number): HeldFrames {
  return { bytes, box, starts: Array.from({ length: frames }, (_, k) => k * box.height * box.width * 3) };
}

/** Where the upper left pixel of each whole frame would lie if it were held: positions count from there. */
export function originsOf({ starts, box }: HeldFrames): number[] {
  return starts.map((start) => start - (box.top * box.width + box.left) * 3);
}
