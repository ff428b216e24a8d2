import { describe, expect, it } from 'vitest';
import { scoreVideos } from '@/domain/averagePrecision';
import { labelMatrix } from '@/domain/labelMatrix';
import { sampledScore } from '@/domain/sampledScore';

const scores = [
  [0.9, 0.2],
  [0.8, 0.7],
  [0.4, 0.6],
  [0.3, 0.1],
];
const annotated = [[0], [1], [0, 1], [0]];

describe('the score against the labels of the sampled frames', () => {
  it('is the official one where every label is seen in a sampled frame', () => {
    expect(sampledScore(scores, annotated, 2)).toBe(scoreVideos(scores, labelMatrix(annotated, 2), 2).mAP);
  });

  it('ranks a video last in whose sampled frames nothing happens, whatever its scores', () => {
    // Class 0 happens in videos 2 and 3; video 0, first by its score, was sampled between its actions.
    expect(sampledScore(scores, [[], [1], [0], [0]], 2)).toBeCloseTo(((1 / 2 + 2 / 3) / 2 + 1) / 2, 12);
  });

  it('leaves out classes that are in no sampled frame, and is not a number where nothing is', () => {
    expect(sampledScore(scores, [[0], [], [], []], 2)).toBe(1);
    expect(sampledScore(scores, [[], [], [], []], 2)).toBeNaN();
  });

  it('counts a video that could not be read among the last', () => {
    expect(sampledScore([[], [0.5], [0.4]], [[0], [], [0]], 1)).toBeCloseTo((1 + 2 / 2) / 2, 12);
  });
});
