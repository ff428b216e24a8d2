import { expect, it } from 'vitest';
import { flattenConfig } from '@/domain/flattenConfig';

it('names every leaf by its path, in the order of the config', () => {
  expect(flattenConfig({ seed: 3, recipe: { epochs: 2, decays: [] }, limit: null })).toEqual([
    { path: 'seed', value: 3 },
    { path: 'recipe.epochs', value: 2 },
    { path: 'recipe.decays', value: '' },
    { path: 'limit', value: null },
  ]);
});

it('writes lists as a person would', () => {
  const config = {
    sizes: [1, 2],
    evaluations: [
      { variant: 'base', objective: null },
      { variant: 'x', objective: 'entropy' },
    ],
  };
  expect(flattenConfig(config).map(({ value }) => value)).toEqual([
    '1, 2',
    'variant base; variant x, objective entropy',
  ]);
});

it('reads whatever a row holds', () => {
  expect(flattenConfig(null)).toEqual([]);
  expect(flattenConfig('text')).toEqual([]);
  expect(flattenConfig({ old: { key: true } })).toEqual([{ path: 'old.key', value: true }]);
});
