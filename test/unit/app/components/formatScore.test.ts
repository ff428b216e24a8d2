import { expect, it } from 'vitest';
import { formatScore, formatScoreDelta } from '@/app/_components/formatScore';

it('shows probabilities as percent with one decimal', () => {
  expect(formatScore(0.9341)).toBe('93.4 %');
  expect(formatScore(0)).toBe('0.0 %');
  expect(formatScore(null)).toBe('–');
  expect(formatScore(Number.NaN)).toBe('–');
});

it('shows differences in points with their sign, and no sign where nothing is left after rounding', () => {
  expect(formatScoreDelta(0.0784)).toBe('+7.8');
  expect(formatScoreDelta(-0.003)).toBe('−0.3');
  expect(formatScoreDelta(0.0004)).toBe('0.0');
  expect(formatScoreDelta(-0.0004)).toBe('0.0');
  expect(formatScoreDelta(null)).toBe('–');
});
