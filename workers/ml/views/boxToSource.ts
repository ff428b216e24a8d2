import type { Box } from '@/domain/box';
import type { Size } from './resizedSize';
import type { Corner, PixelBox, ViewTransform } from './viewTransform';

/**
 * The way back of F: a square box of the view becomes a box of whole pixels in the original video. Both edges are
 * floor(x * source / resized) in integers, so no rounding of the ratio can move them.
 */
export function boxToSource(view: ViewTransform, corner: Corner, boxSide: number): PixelBox {
  const { source, resized, offset, side, flip } = view;
  const fromTop = offset.top + corner.top;
  const fromLeft = offset.left + (flip ? side - boxSide - corner.left : corner.left);
  const top = scale(fromTop, source.height, resized.height);
  const left = scale(fromLeft, source.width, resized.width);
  return {
    top,
    left,
    height: scale(fromTop + boxSide, source.height, resized.height) - top,
    width: scale(fromLeft + boxSide, source.width, resized.width) - left,
  };
}

/** The whole view in pixels of the original video. */
export function viewInSource(view: ViewTransform): PixelBox {
  return boxToSource(view, { top: 0, left: 0 }, view.side);
}

/** A box of pixels as a box in [0, 1] of the frame. */
export function toUnitBox(box: PixelBox, frame: Size): Box {
  return {
    top: box.top / frame.height,
    left: box.left / frame.width,
    height: box.height / frame.height,
    width: box.width / frame.width,
  };
}

function scale(position: number, source: number, resized: number): number {
  return Math.floor((position * source) / resized);
}
