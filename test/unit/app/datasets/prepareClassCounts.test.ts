import { expect, it } from 'vitest';
import { prepareClassCounts } from '@/app/datasets/[id]/prepareClassCounts';
import { mostClasses } from '@/domain/listReading';

const classes = ['a', 'b', 'c'].map((name, index) => ({ id: `c00${index}`, name }));
const splits = [
  { split: 'train', videos: 100 },
  { split: 'test', videos: 10 },
];

it('compares splits of different size by their shares', () => {
  const counts = [
    { split: 'train', class: 0, videos: 20 },
    { split: 'test', class: 0, videos: 4 },
    { split: 'train', class: 2, videos: 10 },
  ];
  const rows = prepareClassCounts({ classes, splits, counts });
  expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(rows[0]?.splits).toEqual([
    { split: 'train', videos: 20, share: 0.2, length: 0.5 },
    { split: 'test', videos: 4, share: 0.4, length: 1 },
  ]);
  expect(rows[1]?.splits.map(({ videos, length }) => [videos, length])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(rows[2]?.splits[0]?.length).toBe(0.25);
});

it('takes as many classes as a data set may have', () => {
  const many = Array.from({ length: mostClasses }, (_, index) => ({ id: `c${index}`, name: String(index) }));
  const counts = [{ split: 'test', class: mostClasses - 1, videos: 5 }];
  expect(prepareClassCounts({ classes: many, splits, counts }).at(-1)?.splits[1]).toMatchObject({
    share: 0.5,
    length: 1,
  });
});

it('draws nothing of an empty dataset', () => {
  const rows = prepareClassCounts({ classes, splits: [{ split: 'test', videos: 0 }], counts: [] });
  expect(rows.flatMap((row) => row.splits.map((split) => split.length))).toEqual([0, 0, 0]);
});
