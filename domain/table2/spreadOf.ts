import type { Spread } from './table2';

/** Mean, sample standard deviation (n - 1) and number of the finite values; null without any. */
export function spreadOf(values: number[]): Spread | null {
  const finite = values.filter(Number.isFinite);
  const n = finite.length;
  if (n === 0) return null;
  const mean = finite.reduce((a, b) => a + b, 0) / n;
  if (n === 1) return { mean, std: null, n };
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (n - 1)), n };
}
