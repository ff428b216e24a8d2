/** Top-left corner of a box in pixels of the view. */
export type BoxCorner = { top: number; left: number };

/** What a value in single precision may be off by, up and down, as a share of it. */
const singleRounding = 2 ** -23;

/**
 * The box x box window with the largest sum of saliency (paper eq. 5); first maximum in row-major order.
 * Summed-area table in float64: O(H W) whatever the box.
 * @param map (H, W), not negative; `offset` = where it starts
 * @returns `found` is false where the map singles no window out: it is zero, a value is not finite, or all windows (of more than one)
 * have the same sum up to the rounding of the map's values. The corner then means nothing.
 */
export function boxSearch(
  map: Float32Array,
  { offset, height, width, box }: { offset: number; height: number; width: number; box: number },
): BoxCorner & { sum: number; found: boolean } {
  const stride = width + 1;
  const table = new Float64Array((height + 1) * stride);
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += map[offset + y * width + x] as number;
      table[(y + 1) * stride + x + 1] = (table[y * stride + x + 1] as number) + row;
    }
  }
  let best = { top: 0, left: 0, sum: -Infinity };
  let least = Infinity;
  for (let top = 0; top + box <= height; top++) {
    const upper = top * stride;
    const lower = (top + box) * stride;
    for (let left = 0; left + box <= width; left++) {
      const right = left + box;
      const sum =
        (table[lower + right] as number) -
        (table[upper + right] as number) -
        (table[lower + left] as number) +
        (table[upper + left] as number);
      if (sum > best.sum) best = { top, left, sum };
      if (sum < least) least = sum;
    }
  }
  const total = table.at(-1) as number; // of values that are not negative: one that is not finite makes it so
  const windows = (height - box + 1) * (width - box + 1);
  const stands = windows === 1 || best.sum - least > singleRounding * best.sum;
  return { ...best, found: Number.isFinite(total) && total > 0 && stands };
}
