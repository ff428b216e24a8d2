import type { Box } from '@/domain/box';

/** A rectangle in pixels. */
export type Rect = { x: number; y: number; width: number; height: number };

/** A horizontal strip of `frames` frames, each `width` x `height` pixels. */
export type Strip = { frames: number; width: number; height: number };

const whole: Box = { top: 0, left: 0, height: 1, width: 1 };

/** A strip by the size of its picture. */
export function stripOf(picture: { width: number; height: number }, frames: number): Strip {
  return { frames, width: picture.width / frames, height: picture.height };
}

/**
 * Where a region of one frame lies in the picture of the strip.
 * @param box in [0, 1] of the frame, default all of it
 */
export function regionInStrip(strip: Strip, frame: number, box: Box = whole): Rect {
  const inFrame = boxToRect(box, strip);
  return { ...inFrame, x: inFrame.x + clampFrame(frame, strip.frames) * strip.width };
}

/** A box in [0, 1] of a frame, in pixels of a picture of that frame. */
export function boxToRect(box: Box, size: { width: number; height: number }): Rect {
  return {
    x: box.left * size.width,
    y: box.top * size.height,
    width: box.width * size.width,
    height: box.height * size.height,
  };
}

/** A box given in [0, 1] of a view, in [0, 1] of the frame that the view was cut from. */
export function boxFromView(box: Box, view: Box): Box {
  return {
    top: view.top + box.top * view.height,
    left: view.left + box.left * view.width,
    height: box.height * view.height,
    width: box.width * view.width,
  };
}

/** The opposite of `boxFromView`. */
export function boxInView(box: Box, view: Box): Box {
  return {
    top: (box.top - view.top) / view.height,
    left: (box.left - view.left) / view.width,
    height: box.height / view.height,
    width: box.width / view.width,
  };
}

function clampFrame(frame: number, frames: number): number {
  return Math.min(Math.max(0, Math.floor(frame)), frames - 1);
}
