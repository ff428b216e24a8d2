/** A saliency map as bytes for storage and display: 255 = its maximum; a map of zeros stays zero. */
export function mapToBytes(map: Float32Array): Uint8Array {
  let maximum = 0;
  for (const value of map) if (value > maximum) maximum = value;
  const scale = maximum > 0 ? 255 / maximum : 0;
  return Uint8Array.from(map, (value) => Math.round(value * scale));
}
