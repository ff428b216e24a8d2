import type { Box } from './box';

/** Box of one clip out of four numbers a clip (top, left, height, width); null where the row has none. */
export function boxOfClip(boxes: number[], clip: number): Box | null {
  const [top, left, height, width] = boxes.slice(clip * 4, clip * 4 + 4);
  if (top === undefined || left === undefined || height === undefined || width === undefined) return null;
  return { top, left, height, width };
}
