import { createLoader } from 'nuqs/server';
import { expect, it } from 'vitest';
import { choiceOf, filterOf, galleryParams, galleryQuery } from '@/app/experiments/[id]/videos/galleryParams';

const load = createLoader(galleryParams);
const defaults = { variant: 'attention_e_e', fusion: 'temporal_concat', seed: 3 } as const;
const axes = { defaults, seeds: [1, 3], classes: Array(8).fill(null) };

it('reads cell and filter from a shared address', () => {
  const params = load('?variant=random&fusion=late_fusion&seed=1&class=5&right=wrong&hit=miss&saliency=none&sort=loss');
  expect(choiceOf(params, axes)).toEqual({ variant: 'random', fusion: 'late_fusion', seed: 1 });
  expect(filterOf(params, axes)).toEqual({ class: 5, right: 'wrong', hit: 'miss', saliency: 'none', sort: 'loss' });
});

it('takes the defaults of the experiment for what is missing', () => {
  expect(choiceOf(load(''), axes)).toEqual(defaults);
  expect(filterOf(load(''), axes)).toEqual({ class: null, right: null, hit: null, saliency: null, sort: 'gain' });
});

it('takes the defaults for what is not valid', () => {
  const params = load('?variant=nobody&fusion=early&seed=-1&class=-2&right=maybe&hit=1&saliency=7&sort=size');
  expect(choiceOf(params, axes)).toEqual(defaults);
  expect(choiceOf(load('?seed=2'), axes).seed).toBe(3);
  expect(choiceOf(load('?seed=99999999999999'), axes).seed).toBe(3);
  expect(filterOf(load('?class=8'), axes).class).toBeNull();
  expect(filterOf(params, axes)).toEqual({ class: null, right: null, hit: null, saliency: null, sort: 'gain' });
});

it('writes what it reads', () => {
  const address = '?variant=center&fusion=late_fusion&seed=2&class=0&right=right&hit=hit&saliency=found&sort=id';
  expect(galleryQuery(load(address))).toBe(address);
});
