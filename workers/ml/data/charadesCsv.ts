import { AppError } from '@/domain/errors';
import { printable } from '@/domain/text/textFault';
import { type ListRecord, listRecords } from './listRecords';
import type { ActionInterval, VideoItem } from './videoItem';

const columns = 'id,subject,scene,quality,relevance,verified,script,objects,descriptions,actions,length'.split(',');
const actionPattern = /^c(\d{3}) (-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)$/;
/** Ids stand in addresses, in names of files and between the blanks of submission files. */
const idPattern = /^(?!\p{M})(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{M}_-]){1,80}$/u;
const longestQuote = 80;

/** A row of an annotation file; where its video lies is not in it. */
export type CharadesRow = Pick<VideoItem, 'id' | 'actions' | 'lengthSeconds'> & { line: number };

/**
 * Parses an annotation file of Charades (RFC 4180; CRLF and a byte order mark are fine; columns may stand in another order, and there
 * may be more of them). Files that a spreadsheet has re-saved are refused, because it changes separators inside the fields.
 * @param file name for messages
 * @param classes number of classes; a higher code is refused
 * @returns the rows, and the header as it stands
 * @throws AppError dataset_invalid, with file and line
 */
export function parseCharadesCsv(options: { text: string; file: string; classes: number }): {
  rows: CharadesRow[];
  header: string[];
} {
  const { text, file, classes } = options;
  const refuse = (line: number, reason: string) => invalid(file, line, reason);
  const [first, ...records] = listRecords(text, { delimiter: 'comma', refuse });
  const header = first?.fields ?? [];
  const absent = columns.find((name) => !header.includes(name));
  if (absent !== undefined)
    throw refuse(first?.line ?? 1, `the header has no column "${absent}" (it is "${columns.join(',')}")`);
  const twice = columns.find((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice !== undefined) throw refuse(first?.line ?? 1, `the header has the column "${twice}" twice`);
  const seen = new Set<string>();
  const rows = records.map((record) => {
    const row = rowOf(record, { header, classes, refuse: (reason) => refuse(record.line, reason) });
    if (seen.has(row.id)) throw refuse(record.line, `video ${row.id} is listed twice`);
    seen.add(row.id);
    return row;
  });
  return { rows, header };
}

type Context = { header: string[]; classes: number; refuse: (reason: string) => AppError };

function rowOf({ fields, line }: ListRecord, { header, classes, refuse }: Context): CharadesRow {
  if (fields.length !== header.length) throw refuse(`${fields.length} fields where ${header.length} are expected`);
  const field = (name: string) => fields[header.indexOf(name)] ?? '';
  const id = field('id').normalize('NFC');
  if (!idPattern.test(id))
    throw refuse(`${quoted(id)} is not a video id (letters and digits of any script, "_" and "-", at most 80)`);
  const lengthSeconds = Number(field('length'));
  if (!(lengthSeconds > 0 && lengthSeconds < Number.POSITIVE_INFINITY))
    throw refuse(`${quoted(field('length'))} is not a length in seconds`);
  const text = field('actions');
  const actions = text === '' ? [] : text.split(';').map((action) => parseAction(action, refuse));
  for (const action of actions)
    if (action.class >= classes) throw refuse(`class ${action.class} is not among the ${classes} classes`);
  return { id, actions, lengthSeconds, line };
}

function parseAction(text: string, refuse: (reason: string) => AppError): ActionInterval {
  const parts = actionPattern.exec(text.trim());
  if (!parts) throw refuse(`${quoted(text)} is not an action like "c092 11.90 21.20"`);
  return { class: Number(parts[1]), start: Number(parts[2]), end: Number(parts[3]) };
}

function quoted(text: string): string {
  return `"${printable(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text)}"`;
}

function invalid(file: string, line: number, reason: string): AppError {
  return new AppError(
    'dataset_invalid',
    `${file}, line ${line}: ${reason}. Use the annotation file as it was published, not one that a spreadsheet has saved again.`,
  );
}
