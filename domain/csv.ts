import { printable } from './text/textFault';

/** A field of a CSV: text, or a number written as it is to stand there, with a point and without grouping. */
export type CsvField = string | { number: string };

/**
 * What a spreadsheet takes for the beginning of a formula, in ASCII, full width, small and as mathematical sign; blanks, quotes and
 * characters that show nothing before it do not help. A field begins at its start and, for programs that expect other separators, behind
 * a semicolon, a tab or the end of a line.
 */
const formula =
  /(?<=^|[;\t\r\n])(?=[\s\p{Z}\p{Cf}"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B\u2212])|^(?=[\t\r\n])/gu;
const plain = /^[\w.%()/-]+(?: [\w.%()/-]+)*$/;

/**
 * A table as CSV (RFC 4180), UTF-8 without a byte order mark. Text is inert: an apostrophe is put before what a spreadsheet would run
 * as a formula, and text with any separator is quoted. Numbers stay numbers.
 */
export function csvText(rows: CsvField[][]): string {
  return rows.map((fields) => `${fields.map(fieldText).join(',')}\r\n`).join('');
}

function fieldText(field: CsvField): string {
  if (typeof field !== 'string') return field.number;
  const text = printable(field, { lines: 'many' }).replace(formula, "'");
  return text === '' || plain.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
