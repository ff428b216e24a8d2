import type { Normalisation } from '@/workers/ml/views/normalisation';
import type { ViewTransform } from '@/workers/ml/views/viewTransform';

/** One value of V_in by definition: resize the whole frame (height, width, 3) in float64, crop, flip, normalise. */
export function viewValue(
  frame: Uint8Array,
  view: ViewTransform,
  at: { y: number; x: number; c: 0 | 1 | 2 },
  { mean, std }: Normalisation,
): number {
  const { source, resized, offset, side, flip } = view;
  const place = (position: number, to: number, from: number) => {
    const exact = Math.min(from - 1, Math.max(0, ((position + 0.5) * from) / to - 0.5));
    const low = Math.min(from - 1, Math.floor(exact));
    return { low, high: Math.min(from - 1, low + 1), part: exact - low };
  };
  const row = place(offset.top + at.y, resized.height, source.height);
  const column = place(offset.left + (flip ? side - 1 - at.x : at.x), resized.width, source.width);
  const value = (r: number, k: number) => frame[(r * source.width + k) * 3 + at.c] ?? Number.NaN;
  const up = (1 - column.part) * value(row.low, column.low) + column.part * value(row.low, column.high);
  const down = (1 - column.part) * value(row.high, column.low) + column.part * value(row.high, column.high);
  return ((1 - row.part) * up + row.part * down - mean[at.c]) / std[at.c];
}
