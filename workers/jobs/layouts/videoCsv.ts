import { type CsvError, parse } from 'csv-parse/sync';
import { AppError } from '@/domain/errors';
import { relativeVideoPath } from './relativeVideoPath';

/** One line of a CSV of own videos; null = left empty. Seconds. */
export type VideoCsvRow = {
  line: number;
  /** Relative to the folder, "/" between its parts. */
  video: string;
  class: string | null;
  start: number | null;
  end: number | null;
  split: 'train' | 'test' | null;
};

const columns = ['video', 'class', 'start', 'end', 'split'] as const;
type Column = (typeof columns)[number];
type Record = { record: string[]; info: { lines: number } };
const longestClass = 200;

/**
 * Parses a CSV `video,class,start,end,split` (RFC 4180; CRLF and a byte order mark are fine). With a header the columns may stand in
 * any order and all but `video` may be absent; without one they stand in this order, from the left.
 * @param file name for messages
 * @throws AppError dataset_invalid, with file and line
 */
export function parseVideoCsv({ text, file }: { text: string; file: string }): VideoCsvRow[] {
  const records = parseRecords(text, file);
  const header = headerOf(records[0], file);
  const order = header ?? [...columns];
  const rows = records.slice(header ? 1 : 0).map(({ record, info }) => {
    if (record.length > order.length || (header && record.length !== order.length))
      throw invalid(file, info.lines, `${record.length} fields where ${order.length} are expected`);
    const field = (column: Column) => record[order.indexOf(column)]?.trim() || null;
    return rowOf(field, (reason) => invalid(file, info.lines, reason), info.lines);
  });
  if (rows.length === 0) throw invalid(file, 1, 'it names no video');
  return rows;
}

function rowOf(
  field: (column: Column) => string | null,
  refuse: (reason: string) => AppError,
  line: number,
): VideoCsvRow {
  const name = field('video');
  const video = name === null ? null : relativeVideoPath(name);
  if (name === null) throw refuse('the name of the video is empty');
  if (video === null)
    throw refuse(`"${name}" is not a path inside the folder: write it relative to the folder, without ".."`);
  const seconds = (column: 'start' | 'end') => {
    const text = field(column);
    if (text !== null && !/^\d+(\.\d+)?$/.test(text)) throw refuse(`"${text}" is not a time in seconds`);
    return text === null ? null : Number(text);
  };
  const [start, end] = [seconds('start'), seconds('end')];
  if (start !== null && end !== null && start >= end) throw refuse(`it ends at ${end} s, but starts at ${start} s`);
  const label = field('class')?.normalize('NFC') ?? null;
  if (label !== null && label.length > longestClass)
    throw refuse(`a class name has at most ${longestClass} characters`);
  if (label === null && (start !== null || end !== null)) throw refuse('times without a class label nothing');
  const split = field('split')?.toLowerCase() ?? null;
  if (split !== null && split !== 'train' && split !== 'test')
    throw refuse(`the split is "${split}": write train or test`);
  return { line, video, class: label, start, end, split };
}

/** The columns as the first line names them; null where it is no header. */
function headerOf(first: Record | undefined, file: string): Column[] | null {
  const names = first?.record.map((name) => name.trim().toLowerCase()) ?? [];
  if (!names.includes('video')) return null;
  const unknown = names.find((name) => !columns.some((column) => column === name));
  if (unknown !== undefined) throw invalid(file, 1, `"${unknown}" is no column; known are ${columns.join(', ')}`);
  if (new Set(names).size < names.length) throw invalid(file, 1, 'a column is named twice');
  return names.flatMap((name) => columns.find((column) => column === name) ?? []);
}

function parseRecords(text: string, file: string): Record[] {
  try {
    const options = { bom: true, info: true, skip_empty_lines: true, relax_column_count: true };
    return parse(text, options) as unknown as Record[]; // with `info` each record comes with its line
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw invalid(file, lines ?? 1, message);
  }
}

function invalid(file: string, line: number, reason: string): AppError {
  return new AppError('dataset_invalid', `${file}, line ${line}: ${reason}. Correct the file, then import again.`);
}
