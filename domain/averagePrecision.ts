/** Scores of one protocol over a split: mAP and wAP in [0, 1], NaN-aware, with the classes left out. */
export type ScoreSummary = { mAP: number; wAP: number; perClass: number[]; classesWithoutPositives: number };

/**
 * Charades average precision per class (official rules, method of Charades_v1_classify): rank by score, stable in input order,
 * AP = mean over the positives of the precision at their rank (not interpolated). Videos without any label are ranked last
 * (score -inf) but kept; a NaN score also counts as -inf. A class without positives has AP NaN and is left out of both means.
 * @param scores (videos x classes), any real numbers, higher = more confident
 * @param labels (videos x classes), 1 = the class happens in the video
 */
export function scoreVideos(scores: ArrayLike<number>[], labels: ArrayLike<number>[], classes: number): ScoreSummary {
  const labelled = labels.map((row) => hasLabel(row, classes));
  const perClass: number[] = [];
  let weighted = 0;
  let positives = 0;
  for (let c = 0; c < classes; c++) {
    const ranked = scores.map((row, video) => {
      const score = row[c] ?? Number.NaN;
      return {
        score: labelled[video] && !Number.isNaN(score) ? score : -Infinity,
        positive: (labels[video]?.[c] ?? 0) > 0,
      };
    });
    ranked.sort((a, b) => (a.score === b.score ? 0 : b.score - a.score));
    let hits = 0;
    let sum = 0;
    ranked.forEach(({ positive }, rank) => {
      if (!positive) return;
      hits += 1;
      sum += hits / (rank + 1);
    });
    perClass.push(hits === 0 ? Number.NaN : sum / hits);
    weighted += sum;
    positives += hits;
  }
  const known = perClass.filter((ap) => !Number.isNaN(ap));
  const mAP = known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b, 0) / known.length;
  return {
    mAP,
    wAP: positives === 0 ? Number.NaN : weighted / positives,
    perClass,
    classesWithoutPositives: classes - known.length,
  };
}

function hasLabel(row: ArrayLike<number>, classes: number): boolean {
  for (let c = 0; c < classes; c++) if ((row[c] ?? 0) > 0) return true;
  return false;
}
