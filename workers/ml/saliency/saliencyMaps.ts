/** Squares in single precision of maps whose largest one lies between these keep what a pixel is worth beside the largest. */
const smallestSquare = 2 ** -102;
const largestSquare = 2 ** 127;

/**
 * s_ij = max over t of the L2 norm over RGB of dL/dV_in (paper section 4.1).
 * @param gradient (N, T, H, W, 3)
 * @returns (N, H, W), non-negative; NaN or infinite where the gradient is at any time
 */
export function saliencyMaps(gradient: Float32Array, [n, frames, height, width]: readonly number[]): Float32Array {
  const clips = n ?? 0;
  const time = frames ?? 0;
  const pixels = (height ?? 0) * (width ?? 0);
  const maps = new Float32Array(clips * pixels);
  for (let clip = 0; clip < clips; clip++) {
    const map = maps.subarray(clip * pixels, (clip + 1) * pixels);
    const own = gradient.subarray(clip * time * pixels * 3, (clip + 1) * time * pixels * 3);
    largestOverTime(own, map, (squared) => squared);
    const largest = map.reduce((most, value) => Math.max(most, value), 0);
    if (largest >= smallestSquare && largest <= largestSquare)
      for (let i = 0; i < pixels; i++) map[i] = Math.sqrt(map[i] as number);
    else largestOverTime(own, map.fill(0), Math.sqrt); // squares of gradients this small or large are lost in single precision
  }
  return maps;
}

/** map = max over t of `of` the sum of squares over RGB. @param gradient (T, H, W, 3) */
function largestOverTime(gradient: Float32Array, map: Float32Array, of: (squared: number) => number): void {
  for (let i = 0; i < gradient.length; ) {
    for (let pixel = 0; pixel < map.length; pixel++, i += 3) {
      const r = gradient[i] as number;
      const g = gradient[i + 1] as number;
      const b = gradient[i + 2] as number;
      const value = of(r * r + g * g + b * b);
      if (value > (map[pixel] as number) || Number.isNaN(value)) map[pixel] = value;
    }
  }
}
