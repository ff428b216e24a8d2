/** Values of one network input that are computed at a time, at most: bounds memory for large views. */
const batchValues = 2_000_000;

/** Clips that an evaluation puts through the network together. */
export function evaluationBatch({ frames, side }: { frames: number; side: number }): number {
  return Math.max(1, Math.floor(batchValues / (frames * side * side * 3)));
}
