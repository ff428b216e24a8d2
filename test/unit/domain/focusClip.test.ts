import { expect, it } from 'vitest';
import { focusClip } from '@/domain/focusClip';

const scores = [0.9, 0.1, 0.2, 0.3, 0.7, 0.1, 0.4, 0.6, 0.5]; // (3 clips x 3 classes)

it('takes the clip in which the true classes score highest on average', () => {
  expect(focusClip(scores, 3, [0])).toBe(0);
  expect(focusClip(scores, 3, [1])).toBe(1);
  expect(focusClip(scores, 3, [1, 2])).toBe(2);
});

it('takes the clip with the highest single score where nothing is labelled', () => {
  expect(focusClip(scores, 3, [])).toBe(0);
});

it('takes the first of equal clips, and the first clip where there are no scores', () => {
  expect(focusClip([0.5, 0.5], 1, [0])).toBe(0);
  expect(focusClip([], 8, [0])).toBe(0);
  expect(focusClip([], 0, [])).toBe(0);
  expect(focusClip([Number.NaN, 0.1], 1, [0])).toBe(1);
});
