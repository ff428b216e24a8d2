import { idTable } from './idTable';
import { fileNameOf } from './names/fileName';
import type { Table1 } from './table1/table1';
import { table1Latex } from './table1/table1Latex';
import type { ComparedSubmission } from './table2/againstBase';
import type { Table2 } from './table2/table2';
import { tableCsv } from './table2/tableCsv';
import { tableJson } from './table2/tableJson';
import { tableLatex } from './table2/tableLatex';

export type ExportedTables = {
  experiment: { id: string; name: string; dataset: string };
  table: Table2;
  table1: Table1 | null;
  others: ComparedSubmission[];
};

type TableExport = { label: string; extension: string; mime: string; write(tables: ExportedTables): string };

/** In what the tables of an experiment go out, by copy and by download. */
export const { table: tableExports, ids: tableExportIds } = idTable({
  latex: {
    label: 'LaTeX',
    extension: 'tex',
    mime: 'application/x-tex',
    write: ({ experiment: { name, dataset }, table, table1, others }) =>
      [
        tableLatex(table, { caption: name, others }),
        ...(table1 ? [table1Latex(table1, { caption: name, dataset })] : []),
      ].join('\n'),
  },
  csv: {
    label: 'CSV',
    extension: 'csv',
    mime: 'text/csv',
    write: ({ table, table1, others }) => tableCsv(table, { table1, others }),
  },
  json: {
    label: 'JSON',
    extension: 'json',
    mime: 'application/json',
    write: ({ experiment, table, table1, others }) => tableJson(table, experiment, { table1, others }),
  },
} as const satisfies Record<string, TableExport>);
export type TableExportId = keyof typeof tableExports;

export function tableFileName({ name }: { name: string }, format: TableExportId): string {
  return fileNameOf(name, { ending: `.${tableExports[format].extension}`, otherwise: 'table2' });
}
