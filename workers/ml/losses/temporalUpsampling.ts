/**
 * Operator U of the frame loss (paper section 3.1, eq. 2): logits of T_out time steps become logits of T frames, linearly.
 * Row t of the matrix mixes at most two steps: `low[t]` with weight 1 - `mix[t]` and `high[t]` with weight `mix[t]`.
 */
export type TemporalUpsampling = {
  frames: number;
  steps: number;
  low: Int32Array;
  high: Int32Array;
  mix: Float64Array;
};

/** `half_pixel`: frame centres, clamped at the ends; `align_corners`: first and last frame sit on the first and last step. */
export function createTemporalUpsampling(
  steps: number,
  frames: number,
  mode: 'half_pixel' | 'align_corners',
): TemporalUpsampling {
  const low = new Int32Array(frames);
  const high = new Int32Array(frames);
  const mix = new Float64Array(frames);
  for (let t = 0; t < frames; t++) {
    const raw =
      mode === 'half_pixel' ? ((t + 0.5) * steps) / frames - 0.5 : frames > 1 ? (t * (steps - 1)) / (frames - 1) : 0;
    const position = Math.min(Math.max(raw, 0), steps - 1);
    const below = Math.min(Math.floor(position), steps - 1);
    low[t] = below;
    high[t] = Math.min(below + 1, steps - 1);
    mix[t] = position - below;
  }
  return { frames, steps, low, high, mix };
}
