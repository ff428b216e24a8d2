import { type Resize, resizedSize, type Size } from './resizedSize';

/** A box in pixels. */
export type PixelBox = { top: number; left: number; height: number; width: number };

/** Upper left corner of a box of known side, in pixels of the view as the network sees it (flipped, if it is). */
export type Corner = { top: number; left: number };

/**
 * The transform F of one clip, from the original video to the view V_in: resize, crop, flip. Everything needed to go back
 * from a box in the view to pixels of the original video.
 */
export type ViewTransform = {
  source: Size;
  /** Size after the resize. */
  resized: Size;
  /** Upper left corner of the crop in the resized frame. */
  offset: Corner;
  /** Side of the square view. */
  side: number;
  /** The view is mirrored, left to right, after the crop. */
  flip: boolean;
};

/** Number of possible crop offsets: top in 0..height-1, left in 0..width-1. */
export function cropChoices(resized: Size, side: number): Size {
  return { height: resized.height - side + 1, width: resized.width - side + 1 };
}

/** F at test time: the crop from the centre, not flipped. */
export function centreView({ source, side, ...resize }: Resize & { source: Size; side: number }): ViewTransform {
  const resized = resizedSize(source, resize);
  const offset = { top: (resized.height - side) >> 1, left: (resized.width - side) >> 1 };
  return { source, resized, offset, side, flip: false };
}
