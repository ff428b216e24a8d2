/** One square map of side `side`, values 0..255. */
export type SaliencyMap = { data: Uint8Array; side: number };

/** The map of one clip out of those of a video, uint8 (clips x side x side); null where it is not among them. */
export function mapOfClip(maps: Uint8Array, { clip, side }: { clip: number; side: number }): SaliencyMap | null {
  const data = maps.subarray(clip * side * side, (clip + 1) * side * side);
  return data.length === side * side && side > 0 ? { data, side } : null;
}
