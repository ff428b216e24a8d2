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
  const points = (mean * 100).toFixed(1);
  const sign = signed && mean * 100 >= 0.05 ? '+' : '';
  const value = `${sign}${points === '-0.0' ? '0.0' : points}`;
  return std === null ? `$${value}$` : `$${value} \\pm ${(std * 100).toFixed(1)}$`;
}
