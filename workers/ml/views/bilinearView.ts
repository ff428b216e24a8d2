import { bilinearResize } from './bilinearResize';
import { type BilinearTaps, bilinearTaps } from './bilinearTaps';
import { viewInSource } from './boxToSource';
import { type HeldFrames, originsOf } from './heldFrames';
import { type Normalisation, toAffine } from './normalisation';
import type { PixelBox, ViewTransform } from './viewTransform';

export type BilinearViewRequest = {
  /** They hold `viewRegion(view)` at least. */
  frames: HeldFrames;
  view: ViewTransform;
  normalisation: Normalisation;
  /** Receives float32 (frames, side, side, 3) from `at` on. */
  out: Float32Array;
  at: number;
};

/**
 * V_in from the original frames in one go: plain bilinear resize (half-pixel centres, no low-pass), crop, flip, normalise, with
 * no rounding to whole levels in between.
 */
export function bilinearView({ frames, view, normalisation, out, at }: BilinearViewRequest): void {
  const { side, flip } = view;
  bilinearResize({
    source: frames.bytes,
    origins: originsOf(frames),
    rowStride: frames.box.width * 3,
    ...viewTaps(view),
    side,
    flip,
    affine: toAffine(normalisation),
    out,
    at,
  });
}

/** The part of the original frames that V_in, or any box in it, is made of. */
export function viewRegion(view: ViewTransform): PixelBox {
  const { rows, columns } = viewTaps(view);
  const box = viewInSource(view);
  const [top, bottom] = span(rows, box.top, box.height);
  const [left, right] = span(columns, box.left, box.width);
  return { top, left, height: bottom - top, width: right - left };
}

function viewTaps({ source, resized, offset, side }: ViewTransform): { rows: BilinearTaps; columns: BilinearTaps } {
  return {
    rows: part(bilinearTaps(source.height, resized.height), offset.top, side),
    columns: part(bilinearTaps(source.width, resized.width), offset.left, side),
  };
}

function part({ low, high, weight }: BilinearTaps, from: number, count: number): BilinearTaps {
  const to = from + count;
  return { low: low.subarray(from, to), high: high.subarray(from, to), weight: weight.subarray(from, to) };
}

function span({ low, high }: BilinearTaps, from: number, length: number): [number, number] {
  return [Math.min(low[0] ?? from, from), Math.max((high.at(-1) ?? from) + 1, from + length)];
}
