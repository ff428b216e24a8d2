import { expect, it } from 'vitest';
import { prepareLabels } from '@/app/experiments/[id]/videos/prepareLabels';

const size = { lines: 3, lineLength: 10 };

it('shows all labels that fit', () => {
  expect(prepareLabels(['one', 'two', 'three'], size)).toEqual({ shown: ['one', 'two', 'three'], more: 0 });
  expect(prepareLabels([], size)).toEqual({ shown: [], more: 0 });
});

it('keeps a line free to say how many are left out', () => {
  expect(prepareLabels(['one', 'two', 'three', 'four'], size)).toEqual({ shown: ['one', 'two'], more: 2 });
});

it('counts the lines that a long label takes', () => {
  expect(prepareLabels(['twenty characters!!!', 'b', 'c'], size)).toEqual({ shown: ['twenty characters!!!'], more: 2 });
});

it('shows one label even if it is too long', () => {
  expect(prepareLabels(['x'.repeat(99), 'b'], size)).toEqual({ shown: ['x'.repeat(99)], more: 1 });
});
