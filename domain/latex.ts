import { signedPoints } from './signedPoints';
import type { Spread } from './table2/table2';

const special: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Plain text for LaTeX: what is special is escaped. */
export function latexText(text: string): string {
  return text.replace(/[\\~^]|[&%$#_{}]/g, (character) => special[character] ?? `\\${character}`);
}

/** A mean with its spread over seeds, both in percent or percentage points. */
export function latexSpread({ mean, std }: Pick<Spread, 'mean' | 'std'>, { signed = false } = {}): string {
  const points = signedPoints(mean);
  const value = signed ? points : points.replace('+', '');
  return std === null ? `$${value}$` : `$${value} \\pm ${(std * 100).toFixed(1)}$`;
}
