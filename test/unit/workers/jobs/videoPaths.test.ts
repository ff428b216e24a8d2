import { describe, expect, it } from 'vitest';
import { AppError } from '@/domain/errors';
import { relativeVideoPath } from '@/workers/jobs/layouts/relativeVideoPath';
import { splitVideos } from '@/workers/jobs/layouts/splitVideos';

const refuse = (line: number, reason: string) => new AppError('dataset_invalid', `line ${line}: ${reason}`);

describe('a path of a CSV', () => {
  it.each(['../a', 'a/../../b', '/a', 'a\\b', 'C:\\a', 'a\0b', '', './', '..', '...//..'])('%j is refused', (path) => {
    expect(relativeVideoPath(path)).toBeNull();
  });

  it.each([
    ['a.mp4', 'a.mp4'],
    ['./a//b.mp4', 'a/b.mp4'],
    ['a/./b', 'a/b'],
    ['..a/b..', '..a/b..'],
    ['%2e%2e/a', '%2e%2e/a'],
  ])('%j is %j', (path, plain) => expect(relativeVideoPath(path)).toBe(plain));
});

describe('the split of own videos', () => {
  const videos = (count: number) =>
    Array.from({ length: count }, (_, k) => ({ path: `v${k}.mp4`, rows: [{ line: k, split: null }] }));

  it.each([
    [1, 0],
    [2, 1],
    [5, 1],
    [10, 2],
    [1000, 200],
  ])('of %i videos without a column has %i for testing', (count, tested) => {
    const { splits } = splitVideos(videos(count), refuse);
    expect(splits.filter((split) => split === 'test')).toHaveLength(tested);
  });

  it('refuses a video in both splits, and one that the column forgets', () => {
    const both = [
      {
        path: 'a',
        rows: [
          { line: 1, split: 'train' as const },
          { line: 7, split: 'test' as const },
        ],
      },
    ];
    expect(() => splitVideos(both, refuse)).toThrow(/line 7: a is in test here, but in train on line 1/);
    const forgotten = [
      { path: 'a', rows: [{ line: 1, split: 'train' as const }] },
      { path: 'b', rows: [{ line: 2, split: null }] },
    ];
    expect(() => splitVideos(forgotten, refuse)).toThrow(/line 2: no line says to which split b belongs/);
  });
});
