import { bilinearResize } from './bilinearResize';
import { bilinearTaps } from './bilinearTaps';
import { type HeldFrames, originsOf } from './heldFrames';
import { type Normalisation, toAffine } from './normalisation';
import type { PixelBox } from './viewTransform';

/** What makes a focused view of a clip's frames. */
export type FocusedView = {
  /** In pixels of the original frames. */
  box: PixelBox;
  /** Side of the view it is resized to. */
  side: number;
  /** As the view whose saliency gave the box. */
  flip: boolean;
  normalisation: Normalisation;
};

export type FocusedCropRequest = FocusedView & {
  /** They hold the box at least; no other pixel of them is read. */
  frames: HeldFrames;
  /** Receives float32 (frames, side, side, 3) from `at` on. */
  out: Float32Array;
  at: number;
};

/** The focused view of the paper: a box of the original video at its own resolution, resized to the view. */
export function focusedCrop({ frames, box, side, flip, normalisation, out, at }: FocusedCropRequest): void {
  const rowStride = frames.box.width * 3;
  const corner = box.top * rowStride + box.left * 3;
  bilinearResize({
    source: frames.bytes,
    origins: originsOf(frames).map((origin) => origin + corner),
    rowStride,
    rows: bilinearTaps(box.height, side),
    columns: bilinearTaps(box.width, side),
    side,
    flip,
    affine: toAffine(normalisation),
    out,
    at,
  });
}
