/** Saliency maps (N, side, side) as bytes for storage and display: 255 = the maximum of its map. One of zeros, or with a value that is not finite, is zero. */
export function mapsToBytes(maps: Float32Array, clips: number): Uint8Array {
  const bytes = new Uint8Array(maps.length);
  const size = maps.length / clips;
  for (let at = 0; at < maps.length; at += size) {
    let maximum = 0;
    for (let i = at; i < at + size; i++) maximum = Math.max(maximum, maps[i] as number);
    if (!(maximum > 0 && maximum < Infinity)) continue;
    const scale = 255 / maximum;
    for (let i = at; i < at + size; i++) bytes[i] = Math.round((maps[i] as number) * scale);
  }
  return bytes;
}
