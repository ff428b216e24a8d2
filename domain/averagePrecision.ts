/** Scores of one protocol over a split: mAP and wAP in [0, 1], NaN-aware, with the classes left out. */
export type ScoreSummary = { mAP: number; wAP: number; perClass: number[]; classesWithoutPositives: number };

/**
 * Charades average precision per class (official rules, Charades_v1_classify.m): videos are ranked by falling score, equal ones in the
 * order of the annotations; AP = mean over the positives of the precision at their rank (not interpolated).
 * Videos without any label and videos without scores (an empty row: missing from a submission) stay in the list with -inf, where the
 * order of the annotations decides between them. A NaN score ranks behind even those, as the script's sort puts it.
 * A class without positives has AP NaN and is left out of both means, which the script would turn into NaN.
 * @param scores (videos x classes), any real numbers, higher = more confident; in the order of the annotations
 * @param labels (videos x classes), above 0 = the class happens in the video
 */
export function scoreVideos(scores: ArrayLike<number>[], labels: ArrayLike<number>[], classes: number): ScoreSummary {
  const ranked = scores.map((row, video) => row.length > 0 && hasLabel(labels[video], classes));
  const column = new Float64Array(scores.length);
  const order = new Uint32Array(scores.length);
  const perClass: number[] = [];
  let weighted = 0;
  let positives = 0;
  for (let c = 0; c < classes; c++) {
    for (let video = 0; video < column.length; video++) {
      column[video] = ranked[video] ? (scores[video]?.[c] ?? Number.NaN) : -Infinity;
    }
    sortVideos(order, column);
    let hits = 0;
    let sum = 0;
    for (let rank = 0; rank < order.length; rank++) {
      if (!((labels[order[rank] ?? 0]?.[c] ?? 0) > 0)) continue;
      hits += 1;
      sum += hits / (rank + 1);
    }
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

/** Fills `order` with the videos from the highest score to the lowest, NaN last, equal ones by index. */
function sortVideos(order: Uint32Array, scores: Float64Array): void {
  for (let video = 0; video < order.length; video++) order[video] = video;
  order.sort((a, b) => {
    const first = scores[a] ?? Number.NaN;
    const second = scores[b] ?? Number.NaN;
    if (first > second) return -1;
    if (first < second) return 1;
    return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || a - b;
  });
}

function hasLabel(row: ArrayLike<number> | undefined, classes: number): boolean {
  for (let c = 0; c < classes; c++) if ((row?.[c] ?? 0) > 0) return true;
  return false;
}
