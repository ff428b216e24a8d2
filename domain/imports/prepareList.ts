import { columnMeanings, type ListedRow, type ListReading, listDelimiters } from '@/domain/listReading';

export type PreparedList = {
  file: string;
  /** How it was taken apart, a sentence. */
  form: string;
  columns: { name: string; meaning: string; ignored: boolean }[];
  first: PreparedRow[];
  last: PreparedRow[];
  /** Rows between those. */
  left: number;
};
export type PreparedRow = { line: number; video: string; class: string; times: string; split: string };

/** How an annotation file was understood, in words. */
export function prepareList({ file, delimiter, header, columns, rows, first, last }: ListReading): PreparedList {
  const named = header ? 'the first line names the columns' : 'no line names the columns';
  const between = columns.length < 2 ? 'One column' : `Columns are separated by ${listDelimiters[delimiter]}`;
  const count = `${rows.toLocaleString('en-GB')} ${rows === 1 ? 'row' : 'rows'}`;
  return {
    file,
    form: `${between}; ${named}; ${count}.`,
    columns: columns.map(({ name, meaning }, index) => ({
      name: name === null || name === '' ? `column ${index + 1}` : name,
      meaning: meaning === null ? 'not used' : columnMeanings[meaning],
      ignored: meaning === null,
    })),
    first: first.map(prepareRow),
    last: last.map(prepareRow),
    left: Math.max(0, rows - first.length - last.length),
  };
}

function prepareRow(row: ListedRow): PreparedRow {
  const { line, video, start, end, split } = row;
  const name = row.index === null ? 'none' : `${row.index}: ${row.class}`;
  return {
    line,
    video,
    class: name,
    times: timesText(row.index, start, end),
    split: split === 'train' ? 'training' : 'test',
  };
}

function timesText(index: number | null, start: number | null, end: number | null): string {
  if (index === null) return '–';
  if (start === null && end === null) return 'whole video';
  if (end === null) return `from ${start} s`;
  return start === null ? `until ${end} s` : `${start} to ${end} s`;
}
