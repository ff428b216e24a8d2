/** Scores of one clip out of those of all, (clips x classes); empty where the clip is not among them. */
export function clipScoresOf(clipScores: number[], { clip, classes }: { clip: number; classes: number }): number[] {
  return clipScores.slice(clip * classes, (clip + 1) * classes);
}
