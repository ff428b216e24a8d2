import { bilinearResize } from './bilinearResize';
import { bilinearTaps } from './bilinearTaps';
import { unchanged } from './normalisation';
import type { Corner } from './viewTransform';

export type UpscaledCropRequest = {
  /** Holds V_in, normalised and flipped as the network sees it: float32 (frames, side, side, 3) from `viewAt` on. */
  views: Float32Array;
  viewAt: number;
  frames: number;
  side: number;
  corner: Corner;
  boxSide: number;
  /** Receives float32 (frames, side, side, 3) from `at` on. */
  out: Float32Array;
  at: number;
};

/** The control of the paper, "upscaled": the same box cut from V_in, which has no more detail than V_in. */
export function upscaledCrop({ views, viewAt, frames, side, corner, boxSide, out, at }: UpscaledCropRequest): void {
  const taps = bilinearTaps(boxSide, side);
  const first = viewAt + (corner.top * side + corner.left) * 3;
  bilinearResize({
    source: views,
    origins: Array.from({ length: frames }, (_, k) => first + k * side * side * 3),
    rowStride: side * 3,
    rows: taps,
    columns: taps,
    side,
    flip: false,
    affine: unchanged,
    out,
    at,
  });
}
