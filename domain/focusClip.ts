/**
 * The clip that speaks for a video: where the mean score of the true classes is highest (first of equals). Without labels, the
 * clip with the highest single score.
 * @param clipScores (clips x classes), row-major
 * @returns index of the clip, 0 where there are no scores
 */
export function focusClip(clipScores: ArrayLike<number>, classes: number, trueClasses: number[]): number {
  const clips = classes === 0 ? 0 : Math.floor(clipScores.length / classes);
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let clip = 0; clip < clips; clip++) {
    const row = Array.from({ length: classes }, (_, c) => clipScores[clip * classes + c] ?? Number.NaN);
    const score =
      trueClasses.length > 0
        ? trueClasses.reduce((sum, c) => sum + (row[c] ?? Number.NaN), 0) / trueClasses.length
        : row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    if (score > bestScore) {
      best = clip;
      bestScore = score;
    }
  }
  return best;
}
