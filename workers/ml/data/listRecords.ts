import { type CsvError, parse } from 'csv-parse/sync';
import type { AppError } from '@/domain/errors';
import type { ListDelimiter } from '@/domain/listReading';

/** The fields of a row, trimmed, and the line on which it begins, from 1. */
export type ListRecord = { fields: string[]; line: number };
/** Says what is wrong on a line. */
export type Refuse = (line: number, reason: string) => AppError;

const characters: Record<ListDelimiter, string> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', space: ' ' };
/** Kinetics-700 has 650,000 clips in all. */
export const mostLines = 1_000_000;
const longestRow = 64 * 1024;
const tooLong = `a row of more than ${longestRow / 1024} KiB: perhaps a quote is never closed`;
const lineEnd = /\r\n|\n|\r/;

/** What csv-parse may find wrong, in our words: its own repeat what stands in the file. */
const faults: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  INVALID_OPENING_QUOTE: 'a quote in the middle of a field: put the whole field in quotes and double those within it',
  CSV_INVALID_CLOSING_QUOTE: 'text behind a closing quote: double the quotes within a field',
  CSV_MAX_RECORD_SIZE: tooLong,
};

/**
 * The rows of a list (RFC 4180; any line ends), those without any content left out.
 * @param rows no more than the first so many are looked at
 * @throws AppError by `refuse`: broken quotes, rows that are too long or too many
 */
export function listRecords(
  text: string,
  { delimiter, refuse, rows = mostLines + 1 }: { delimiter: ListDelimiter; refuse: Refuse; rows?: number | undefined },
): ListRecord[] {
  const records: ListRecord[] = [];
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const rowsOf = content.includes('"') ? quotedRows : plainRows;
  let line = 1;
  for (const raw of rowsOf(content, { delimiter, refuse, rows })) {
    const fields = raw.map((field) => field.trim());
    if (fields.some((field) => field !== '')) records.push({ fields, line });
    line += 1 + newlinesIn(raw);
    if (line > mostLines + 1)
      throw refuse(line, `more than ${mostLines.toLocaleString('en-GB')} lines: split the list`);
  }
  return records;
}

type Wanted = { delimiter: ListDelimiter; refuse: Refuse; rows: number };

/** Without quotes a line is a row; what csv-parse does beyond that takes ten times as long. */
function* plainRows(text: string, { delimiter, refuse, rows }: Wanted): Generator<string[]> {
  const end = text.includes('\n') ? '\n' : '\r';
  let line = 1;
  for (let start = 0; start < text.length && line <= rows; line++) {
    const found = text.indexOf(end, start);
    const stop = found === -1 ? text.length : found;
    if (stop - start > longestRow) throw refuse(line, tooLong);
    yield text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop).split(characters[delimiter]);
    start = stop + 1;
  }
}

function quotedRows(text: string, { delimiter, refuse, rows }: Wanted): string[][] {
  try {
    // Lines are counted here: with its option `info` csv-parse takes four times as long.
    return parse(text, {
      ...{ delimiter: characters[delimiter], record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true },
      ...{ max_record_size: longestRow, to: rows, ltrim: delimiter !== 'space' && delimiter !== 'tab' },
    });
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    throw refuse(lines ?? 1, faults[code] ?? 'quotes or separators that no CSV has');
  }
}

function newlinesIn(fields: string[]): number {
  let count = 0;
  for (const field of fields) if (lineEnd.test(field)) count += field.split(lineEnd).length - 1;
  return count;
}
