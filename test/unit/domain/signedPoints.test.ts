import { describe, expect, it } from 'vitest';
import { latexSpread } from '@/domain/latex/latexSpread';
import { signedPoints } from '@/domain/signedPoints';

describe('a difference in percentage points', () => {
  it('has a sign, but for what rounds to nothing', () => {
    expect([0.0784, -0.003, 0.0004, -0.0004, 0].map(signedPoints)).toEqual(['+7.8', '-0.3', '0.0', '0.0', '0.0']);
    expect(signedPoints(-0.1)).toBe('-10.0');
  });

  it('is the same in LaTeX, where a score has no plus', () => {
    expect(latexSpread({ mean: 0.0784, std: 0.002 }, { signed: true })).toBe('$+7.8 \\pm 0.2$');
    expect(latexSpread({ mean: -0.0004, std: null }, { signed: true })).toBe('$0.0$');
    expect(latexSpread({ mean: 0.923, std: null })).toBe('$92.3$');
  });
});
