import type { Box } from '@/domain/box';

/** A rectangle in pixels. */
export type Rect = { x: number; y: number; width: number; height: number };

/** How the frames of a clip lie in one picture: `columns` in a row, 0 = all of them. */
export type StripLayout = { frames: number; columns: number };

/** A picture of `frames` frames in rows of `columns`, each `width` x `height` pixels. */
export type Strip = { frames: number; columns: number; width: number; height: number };

const whole: Box = { top: 0, left: 0, height: 1, width: 1 };

/** A strip by the size of its picture. */
export function stripOf(picture: { width: number; height: number }, layout: StripLayout): Strip {
  const { frames } = layout;
  const columns = layout.columns || frames;
  return { frames, columns, width: picture.width / columns, height: picture.height / Math.ceil(frames / columns) };
}

/**
 * Where a region of one frame lies in the picture of the strip.
 * @param box in [0, 1] of the frame, default all of it
 */
export function regionInStrip(strip: Strip, frame: number, box: Box = whole): Rect {
  const inFrame = boxToRect(box, strip);
  const index = clampFrame(frame, strip.frames);
  const [row, column] = [Math.floor(index / strip.columns), index % strip.columns];
  return { ...inFrame, x: inFrame.x + column * strip.width, y: inFrame.y + row * strip.height };
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
