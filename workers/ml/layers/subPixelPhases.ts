export type AxisPhases = {
  /** Size of the stride-1 kernel. */
  taps: number;
  /** Which tap of it the convolution's tap k becomes. */
  tapOf(k: number): number;
  /** Which pixel of the block it writes, 0..stride-1. */
  phaseOf(k: number): number;
  /** What dy needs before and after to cover an input of `size` (negative after: never, for kernels >= stride). */
  padding(size: number, convolved: number): readonly [number, number];
  /** Whether that padding is what 'SAME' means. */
  isSame(padding: readonly [number, number]): boolean;
};

/**
 * One axis of the input gradient of a convolution (kernel odd, padding p = kernel >> 1): output o saw input o s + k - p through
 * tap k. Input s q + r therefore takes dy[q + d] through every k with s d = r + p - k: phase r, offset d.
 */
export function axisPhases(kernel: number, stride: number): AxisPhases {
  const p = kernel >> 1;
  const phaseOf = (k: number) => (((k - p) % stride) + stride) % stride;
  const offsetOf = (k: number) => (phaseOf(k) + p - k) / stride;
  const offsets = Array.from({ length: kernel }, (_, k) => offsetOf(k));
  const first = Math.min(...offsets);
  const last = Math.max(...offsets);
  const taps = last - first + 1;
  return {
    taps,
    phaseOf,
    tapOf: (k) => offsetOf(k) - first,
    padding: (size, convolved) => [-first, Math.ceil(size / stride) + last - convolved],
    isSame: ([before, after]) => before === (taps - 1) >> 1 && after === taps - 1 - before,
  };
}
