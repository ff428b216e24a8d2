import { signedPoints } from '@/domain/signedPoints';
import type { Spread } from '@/domain/table2/table2';

/** A mean with its spread over seeds, both in percent or percentage points. */
export function latexSpread({ mean, std }: Pick<Spread, 'mean' | 'std'>, { signed = false } = {}): string {
  const points = signedPoints(mean);
  const value = signed ? points : points.replace('+', '');
  return std === null ? `$${value}$` : `$${value} \\pm ${(std * 100).toFixed(1)}$`;
}
