/** One class of a video as one row of Table 2 scored it. */
export type ScoreBar = {
  class: number;
  name: string;
  /** Probability in [0, 1]. */
  score: number;
  /** Score minus Base's; null where there is no Base to compare with. */
  delta: number | null;
  isTrue: boolean;
  /** 1 = highest score. */
  rank: number;
};

const top = 3;

/**
 * The true classes, then those of the three highest scores that are not true; each group by falling score.
 * @param scores probability per class
 * @param base those of Base; null for Base itself and where it is missing
 */
export function prepareScores({
  scores,
  base,
  trueClasses,
  classNames,
}: {
  scores: number[];
  base: number[] | null;
  trueClasses: number[];
  classNames: string[];
}): ScoreBar[] {
  const ranked = scores
    .map((score, index) => ({ score: Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
  const bars = ranked.map(({ index }, place): ScoreBar => {
    const score = scores[index] ?? Number.NaN;
    const other = base?.[index];
    return {
      class: index,
      name: classNames[index] ?? `class ${index}`,
      score,
      delta: other === undefined ? null : score - other,
      isTrue: trueClasses.includes(index),
      rank: place + 1,
    };
  });
  return [...bars.filter((bar) => bar.isTrue), ...bars.filter((bar) => !bar.isTrue && bar.rank <= top)];
}
