import { expect, it } from 'vitest';
import { queueMoveSchema } from '@/domain/queueMoves';
import { placeInQueue, targetIndex } from '@/server/workers/placeInQueue';

it('puts a run at the place that its move names, for every place and move', () => {
  const positions = [-3, 0.5, 1, 2, 40];
  for (const move of queueMoveSchema.options) {
    positions.forEach((position, from) => {
      const to = targetIndex(from, move, positions.length);
      const placed = to === from ? position : placeInQueue(positions, from, to);
      const order = positions.map((value, id) => ({ id, value: id === from ? placed! : value }));
      const expected = positions.map((_, id) => id).filter((id) => id !== from);
      expected.splice(to, 0, from);
      expect(order.sort((a, b) => a.value - b.value).map(({ id }) => id)).toEqual(expected);
    });
  }
});

it('asks for new numbers where neighbours are equal or too close', () => {
  expect(placeInQueue([1, 1, 1], 2, 1)).toBeNull();
  expect(placeInQueue([1, 1 + Number.EPSILON, 5], 2, 1)).toBeNull();
});

it('moves a run to the ends even when all are equal', () => {
  expect(placeInQueue([1, 1, 1], 2, 0)).toBe(0);
  expect(placeInQueue([1, 1, 1], 0, 2)).toBe(2);
});

it('keeps the ends at the ends', () => {
  expect([targetIndex(0, 'up', 3), targetIndex(2, 'down', 3)]).toEqual([0, 2]);
});
