import { createLoader } from 'nuqs/server';
import { expect, it } from 'vitest';
import { choiceOf, filterOf, galleryParams, galleryQuery } from '@/app/experiments/[id]/videos/galleryParams';

const load = createLoader(galleryParams);
const defaults = { variant: 'attention_e_e', fusion: 'temporal_concat', seed: 3 } as const;

it('reads cell and filter from a shared address', () => {
  const params = load('?variant=random&fusion=late_fusion&seed=1&class=5&right=wrong&hit=miss&saliency=none&sort=loss');
  expect(choiceOf(params, defaults)).toEqual({ variant: 'random', fusion: 'late_fusion', seed: 1 });
  expect(filterOf(params)).toEqual({ class: 5, right: 'wrong', hit: 'miss', saliency: 'none', sort: 'loss' });
});

it('takes the defaults of the experiment for what is missing', () => {
  expect(choiceOf(load(''), defaults)).toEqual(defaults);
  expect(filterOf(load(''))).toEqual({ class: null, right: null, hit: null, saliency: null, sort: 'gain' });
});

it('takes the defaults for what is not valid', () => {
  const params = load('?variant=nobody&fusion=early&seed=-1&class=-2&right=maybe&hit=1&saliency=7&sort=size');
  expect(choiceOf(params, defaults)).toEqual(defaults);
  expect(filterOf(params)).toEqual({ class: null, right: null, hit: null, saliency: null, sort: 'gain' });
});

it('writes what it reads', () => {
  const address = '?variant=center&fusion=late_fusion&seed=2&class=0&right=right&hit=hit&saliency=found&sort=id';
  expect(galleryQuery(load(address))).toBe(address);
});
