/** Values of one network input that evaluation computes at a time, at most. */
const mostValues = 2_000_000;

/** Clips that an evaluation puts through the network together; a test holds it against workers/ml/evaluate/videoGroups.ts. */
export function clipsTestedTogether({ frames, side }: { frames: number; side: number }): number {
  return Math.max(1, Math.floor(mostValues / (frames * side * side * 3)));
}
