/** Bilinear filter of one axis: output o = (1 - weight[o]) * input[low[o]] + weight[o] * input[high[o]]. */
export type BilinearTaps = { low: Int32Array; high: Int32Array; weight: Float64Array };

const cache = new Map<string, BilinearTaps>();

/** Plain bilinear from `from` to `to` samples: half-pixel centres, edges clamped, no low-pass. Kept for the next call. */
export function bilinearTaps(from: number, to: number): BilinearTaps {
  const key = `${from}:${to}`;
  const known = cache.get(key);
  if (known) return known;
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const weight = new Float64Array(to);
  for (let o = 0; o < to; o++) {
    const position = Math.min(from - 1, Math.max(0, ((o + 0.5) * from) / to - 0.5));
    low[o] = Math.floor(position);
    high[o] = Math.min(from - 1, Math.floor(position) + 1);
    weight[o] = position - Math.floor(position);
  }
  const taps = { low, high, weight };
  cache.set(key, taps);
  return taps;
}
