import { bilinearResize } from './bilinearResize';
import { type Normalisation, toAffine } from './normalisation';

export type FocusedCropRequest = {
  /** The box cut from the original video: uint8 RGB, (frames, height, width, 3). */
  region: Uint8Array;
  height: number;
  width: number;
  frames: number;
  /** Side of the view it is resized to. */
  side: number;
  /** As the view whose saliency gave the box. */
  flip: boolean;
  normalisation: Normalisation;
  /** Receives float32 (frames, side, side, 3) from `at` on. */
  out: Float32Array;
  at: number;
};

/** The focused view of the paper: a box of the original video at its own resolution, resized to the view. */
export function focusedCrop({ region, normalisation, ...request }: FocusedCropRequest): void {
  bilinearResize({
    ...request,
    source: region,
    from: 0,
    rowStride: request.width * 3,
    frameStride: request.height * request.width * 3,
    affine: toAffine(normalisation),
  });
}
