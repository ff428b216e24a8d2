import type { DatasetSplit } from '@/domain/datasetSplits';
import { type ListReading, shownRows } from '@/domain/listReading';
import type { ListColumns, ListMeaning } from './listColumns';
import type { ListRow } from './listRows';
import type { ReadList } from './readList';

const meanings = ['video', 'class', 'order', 'start', 'end', 'split'] as const satisfies readonly ListMeaning[];
const mostColumns = 50;
const longestName = 60;

/** How a list was understood: its columns, and its first and last rows as they will be stored. */
export function describeList(options: {
  file: string;
  list: ReadList;
  rows: readonly ListRow[];
  /** Places of the classes by what the rows call them. */
  of: ReadonlyMap<string, number>;
  splitOf: ReadonlyMap<string, DatasetSplit>;
}): ListReading {
  const { file, list, rows, of, splitOf } = options;
  const shown = (row: ListRow) => ({
    ...{ line: row.line, video: row.video, class: row.class ?? '', start: row.start, end: row.end },
    ...{ index: of.get(row.class ?? '') ?? null, split: splitOf.get(row.video) ?? ('train' as const) },
  });
  return {
    ...{ file, delimiter: list.delimiter, header: list.header !== null, rows: rows.length },
    columns: columnsOf(list),
    first: rows.slice(0, shownRows).map(shown),
    last: rows.slice(Math.max(shownRows, rows.length - shownRows)).map(shown),
  };
}

function columnsOf({ header, columns, records }: ReadList): ListReading['columns'] {
  const width = header?.length ?? Math.max(...records.slice(0, 100).map(({ fields }) => fields.length));
  return Array.from({ length: Math.min(width, mostColumns) }, (_, index) => ({
    name: header?.[index]?.slice(0, longestName) ?? null,
    meaning: meaningOf(index, columns),
  }));
}

function meaningOf(index: number, columns: ListColumns): (typeof meanings)[number] | null {
  return meanings.find((meaning) => columns[meaning] === index) ?? null;
}
