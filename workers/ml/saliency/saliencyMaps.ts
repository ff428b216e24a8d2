/**
 * s_ij = max over t of the L2 norm over RGB of dL/dV_in (paper section 4.1).
 * @param gradient (N, T, H, W, 3)
 * @returns (N, H, W), non-negative
 */
export function saliencyMaps(gradient: Float32Array, [n, frames, height, width]: readonly number[]): Float32Array {
  const clips = n ?? 0;
  const time = frames ?? 0;
  const pixels = (height ?? 0) * (width ?? 0);
  const maps = new Float32Array(clips * pixels);
  for (let clip = 0; clip < clips; clip++) {
    const map = maps.subarray(clip * pixels, (clip + 1) * pixels);
    for (let t = 0; t < time; t++) {
      let i = (clip * time + t) * pixels * 3;
      for (let pixel = 0; pixel < pixels; pixel++, i += 3) {
        const r = gradient[i] as number;
        const g = gradient[i + 1] as number;
        const b = gradient[i + 2] as number;
        const squared = r * r + g * g + b * b;
        if (squared > (map[pixel] as number)) map[pixel] = squared;
      }
    }
  }
  for (let i = 0; i < maps.length; i++) maps[i] = Math.sqrt(maps[i] as number);
  return maps;
}
