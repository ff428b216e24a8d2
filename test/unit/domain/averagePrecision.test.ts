import { describe, expect, it } from 'vitest';
import { scoreVideos } from '@/domain/averagePrecision';
import { testRandom } from '@/test/support/random';

/** Independent oracle: rank of a positive = 1 + those strictly above + equal ones earlier in the list. */
function naiveAp(scores: number[][], labels: number[][], c: number): number {
  const score = scores.map((row, v) => (labels[v]!.some((y) => y > 0) && !Number.isNaN(row[c]!) ? row[c]! : -Infinity));
  const above = (v: number, u: number) => score[u]! > score[v]! || (score[u] === score[v] && u < v);
  const positives = labels.flatMap((row, v) => (row[c]! > 0 ? [v] : []));
  if (positives.length === 0) return Number.NaN;
  const precisions = positives.map((v) => {
    const rank = 1 + score.filter((_, u) => above(v, u)).length;
    const hits = 1 + positives.filter((u) => above(v, u)).length;
    return hits / rank;
  });
  return precisions.reduce((a, b) => a + b, 0) / positives.length;
}

describe('Charades mAP', () => {
  it('gives the check vector of the official rules: unlabelled videos rank last, ties keep the input order', () => {
    const scores = [
      [0.9, 0.2, 0.3],
      [0.8, 0.7, 0.3],
      [0.95, 0.99, 0.99],
      [0.1, 0.6, 0.3],
      [0.4, 0.1, 0.8],
      [0.4, 0.5, 0.2],
    ];
    const labels = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
      [0, 1, 1],
      [1, 0, 1],
      [1, 0, 0],
    ];
    const { mAP, wAP, perClass } = scoreVideos(scores, labels, 3);
    expect(perClass[0]).toBeCloseTo(0.805556, 6);
    expect(perClass[1]).toBe(1);
    expect(perClass[2]).toBe(0.75);
    expect(mAP).toBeCloseTo(0.851852, 6);
    expect(wAP).toBeCloseTo(0.845238, 6);
  });

  it('agrees with a second implementation on random problems with ties, unlabelled videos, NaN and empty classes', () => {
    const next = testRandom(5);
    for (let problem = 0; problem < 200; problem++) {
      const classes = 1 + Math.floor(next() * 5);
      const videos = 1 + Math.floor(next() * 30);
      const scores = Array.from({ length: videos }, () =>
        Array.from({ length: classes }, () => (next() < 0.05 ? Number.NaN : Math.floor(next() * 8))),
      );
      const labels = Array.from({ length: videos }, () =>
        Array.from({ length: classes }, (_, c) => (c > 0 && next() < 0.25 ? 1 : 0)),
      );
      const { perClass, mAP, classesWithoutPositives } = scoreVideos(scores, labels, classes);
      const expected = perClass.map((_, c) => naiveAp(scores, labels, c));
      expected.forEach((ap, c) => {
        if (Number.isNaN(ap)) expect(perClass[c]).toBeNaN();
        else expect(perClass[c]).toBeCloseTo(ap, 12);
      });
      const known = expected.filter((ap) => !Number.isNaN(ap));
      expect(classesWithoutPositives).toBe(classes - known.length);
      if (known.length === 0) expect(mAP).toBeNaN();
      else expect(mAP).toBeCloseTo(known.reduce((a, b) => a + b, 0) / known.length, 12);
    }
  });
});
