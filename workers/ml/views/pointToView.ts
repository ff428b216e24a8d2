import type { ViewTransform } from './viewTransform';

/** F for a point: from [0, 1] of the original frame to pixels of the (flipped) view; outside 0..side it is not in view. */
export function pointToView(view: ViewTransform, point: { x: number; y: number }): { x: number; y: number } {
  const x = point.x * view.resized.width - view.offset.left;
  const y = point.y * view.resized.height - view.offset.top;
  return { x: view.flip ? view.side - x : x, y };
}
