import type { FocusedView } from '@/workers/ml/views/focusedCrop';
import type { InputView } from '@/workers/ml/views/inputView';
import { type Resize, resizedSize, type Size } from '@/workers/ml/views/resizedSize';
import type { PixelBox } from '@/workers/ml/views/viewTransform';

/** What can be made of the frames of a clip; a message to the loading thread. */
export type PixelWork =
  /** V_in: float32 (T, side, side, 3). */
  | { make: 'input'; input: InputView }
  /** A box at its own resolution, resized to the view: float32 (T, side, side, 3). */
  | { make: 'focused'; focused: FocusedView }
  /** A part as it is: uint8 RGB (T, region.height, region.width, 3). */
  | { make: 'original'; region: PixelBox }
  /** Whole frames resized by Lanczos-3: uint8 RGB (T, resized.height, resized.width, 3). */
  | { make: 'resized'; source: Size; resize: Resize };

/** What a work gives. */
export type Pixels<Work extends PixelWork = PixelWork> = Work['make'] extends 'input' | 'focused'
  ? Float32Array<ArrayBuffer>
  : Work['make'] extends 'original' | 'resized'
    ? Uint8Array<ArrayBuffer>
    : Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Bytes of what is made of so many frames. */
export function pixelBytes(work: PixelWork, frames: number): number {
  switch (work.make) {
    case 'input':
      return frames * work.input.view.side ** 2 * 3 * Float32Array.BYTES_PER_ELEMENT;
    case 'focused':
      return frames * work.focused.side ** 2 * 3 * Float32Array.BYTES_PER_ELEMENT;
    case 'original':
      return frames * work.region.height * work.region.width * 3;
    case 'resized': {
      const { height, width } = resizedSize(work.source, work.resize);
      return frames * height * width * 3;
    }
  }
}
