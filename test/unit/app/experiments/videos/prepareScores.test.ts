import { describe, expect, it } from 'vitest';
import { clipScoresOf } from '@/app/experiments/[id]/videos/[videoId]/clipScoresOf';
import { prepareScores } from '@/app/experiments/[id]/videos/[videoId]/prepareScores';

const classNames = ['a', 'b', 'c', 'd', 'e'];
const prepare = (scores: number[], trueClasses: number[], base: number[] | null = null) =>
  prepareScores({ scores, base, trueClasses, classNames });

describe('bars of scores', () => {
  it('show the true classes first, then the top three that are not true', () => {
    const bars = prepare([0.1, 0.9, 0.05, 0.5, 0.4], [2, 3]);
    expect(bars.map(({ name, isTrue, rank }) => [name, isTrue, rank])).toEqual([
      ['d', true, 2],
      ['c', true, 5],
      ['b', false, 1],
      ['e', false, 3],
    ]);
  });

  it('show three where nothing is labelled', () => {
    expect(prepare([0.1, 0.9, 0.05, 0.5, 0.4], []).map((bar) => bar.name)).toEqual(['b', 'd', 'e']);
  });

  it('rank equal scores by class and what is no number last', () => {
    expect(prepare([0.5, Number.NaN, 0.5, 0.1, 0.2], [1]).map(({ class: cls, rank }) => [cls, rank])).toEqual([
      [1, 5],
      [0, 1],
      [2, 2],
      [4, 3],
    ]);
  });

  it('say how far each score is from that of Base', () => {
    const [bar] = prepare([0.9, 0, 0, 0, 0], [0], [0.6, 0, 0, 0, 0]);
    expect(bar?.delta).toBeCloseTo(0.3, 12);
    expect(prepare([0.9, 0, 0, 0, 0], [0])[0]?.delta).toBeNull();
  });
});

it('takes the scores of one clip out of those of all', () => {
  const scores = [1, 2, 3, 4, 5, 6];
  expect(clipScoresOf(scores, { clip: 1, classes: 3 })).toEqual([4, 5, 6]);
  expect(clipScoresOf(scores, { clip: 2, classes: 3 })).toEqual([]);
});
