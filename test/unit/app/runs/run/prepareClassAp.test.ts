import { expect, it } from 'vitest';
import { prepareClassAp } from '@/app/runs/[id]/prepareClassAp';

const classNames = ['a', 'b', 'c', 'd'];
const evaluations = [
  { classNames, classAp: [0.9, 0.2, Number.NaN, 0.5] },
  { classNames, classAp: [0.1, 0.4, Number.NaN, Number.NaN] },
];

it('lists classes in their order, unknown AP as none', () => {
  expect(prepareClassAp(evaluations, 'class')).toEqual([
    { index: 0, name: 'a', ap: [0.9, 0.1] },
    { index: 1, name: 'b', ap: [0.2, 0.4] },
    { index: 2, name: 'c', ap: [null, null] },
    { index: 3, name: 'd', ap: [0.5, null] },
  ]);
});

it('puts the class with the lowest mean first and unknown ones last', () => {
  expect(prepareClassAp(evaluations, 'ap').map(({ name }) => name)).toEqual(['b', 'a', 'd', 'c']);
});

it('is empty without evaluations', () => {
  expect(prepareClassAp([], 'ap')).toEqual([]);
});
