import { expect, it } from 'vitest';
import { formatAge, formatDuration } from '@/domain/text/formatDuration';

it('says durations in at most two units, rounded once', () => {
  const texts = new Map([
    [0, '0.0 s'],
    [4.23, '4.2 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [192, '3 min 12 s'],
    [3599.7, '1 h'],
    [7500, '2 h 5 min'],
    [86_399, '1 d'],
    [97_200, '1 d 3 h'],
  ]);
  for (const [seconds, text] of texts) expect(formatDuration(seconds)).toBe(text);
});

it('is a dash where nothing is known', () => {
  for (const nothing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY])
    expect(formatDuration(nothing)).toBe('–');
});

it('says an age in its largest unit, begun ones not counted', () => {
  expect([0, 59.9, 60, 3599, 7500, 86_399, 200_000].map(formatAge)).toEqual([
    ...['0 s', '59 s', '1 min', '59 min'],
    ...['2 h', '23 h', '2 d'],
  ]);
});
