import { type CsvError, parse } from 'csv-parse/sync';
import { AppError } from '@/domain/errors';
import type { ActionInterval, VideoItem } from './videoItem';

const columns = 'id,subject,scene,quality,relevance,verified,script,objects,descriptions,actions,length';
const actionPattern = /^c(\d{3}) (-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)$/;

/** A row of an annotation file; where its video lies is not in it. */
export type CharadesRow = Pick<VideoItem, 'id' | 'actions' | 'lengthSeconds'>;

type Row = { id: string; actions: string; length: string };

/**
 * Parses an annotation file of Charades (RFC 4180; CRLF and a byte order mark are fine). Files that a spreadsheet has
 * re-saved are refused, because it changes separators inside the fields.
 * @param file name for messages
 * @param classes number of classes; a higher code is refused
 * @throws AppError dataset_invalid, with file and line
 */
export function parseCharadesCsv(options: { text: string; file: string; classes: number }): CharadesRow[] {
  const { text, file, classes } = options;
  const seen = new Set<string>();
  return parseRows(text, file).map(({ record, info }) => {
    const refuse = (reason: string) => invalid(file, info.lines, reason);
    if (!/^[\w-]+$/.test(record.id)) throw refuse(`"${record.id}" is not a video id`);
    if (seen.has(record.id)) throw refuse(`video ${record.id} is listed twice`);
    seen.add(record.id);
    const lengthSeconds = Number(record.length);
    if (record.length.trim() === '' || !(lengthSeconds > 0))
      throw refuse(`"${record.length}" is not a length in seconds`);
    const actions =
      record.actions.trim() === '' ? [] : record.actions.split(';').map((action) => parseAction(action, refuse));
    for (const action of actions)
      if (action.class >= classes) throw refuse(`class ${action.class} is not among the ${classes} classes`);
    return { id: record.id, actions, lengthSeconds };
  });
}

function parseRows(text: string, file: string): { record: Row; info: { lines: number } }[] {
  try {
    const rows: unknown = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      columns: (header: string[]) => {
        if (header.join(',') !== columns) throw invalid(file, 1, `the header is not "${columns}"`);
        return header;
      },
    });
    return rows as { record: Row; info: { lines: number } }[]; // the header has just been checked
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { message, lines } = error as CsvError & { lines?: number };
    throw invalid(file, lines ?? 1, message);
  }
}

function parseAction(text: string, refuse: (reason: string) => AppError): ActionInterval {
  const parts = actionPattern.exec(text.trim());
  if (!parts) throw refuse(`"${text}" is not an action like "c092 11.90 21.20"`);
  return { class: Number(parts[1]), start: Number(parts[2]), end: Number(parts[3]) };
}

function invalid(file: string, line: number, reason: string): AppError {
  return new AppError(
    'dataset_invalid',
    `${file}, line ${line}: ${reason}. Use the annotation file as it was published, not one that a spreadsheet has saved again.`,
  );
}
