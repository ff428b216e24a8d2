import type { DatasetSplit } from '@/domain/datasetSplits';
import type { AppError } from '@/domain/errors';
import { printable } from '@/domain/text/textFault';
import { isVideoName } from '@/workers/jobs/layouts/videoFolder';
import type { ListRecord, Refuse } from '@/workers/ml/data/listRecords';
import { findVideo } from './findVideo';
import { knownColumnNames, type ListMeaning } from './listColumns';
import type { ReadList } from './readList';
import type { VideoFinder } from './videoFinder';

/** One row of a list of videos; null = left empty. Seconds. */
export type ListRow = {
  line: number;
  /** Relative to the folder, "/" between its parts; as it lies there where it does. */
  video: string;
  there: boolean;
  /** The file is a clip that was cut out of a longer video, so the label holds for all of it. */
  whole: boolean;
  class: string | null;
  /** Number of the class by a column of its own. */
  order: number | null;
  start: number | null;
  end: number | null;
  split: DatasetSplit | null;
};

const longestClass = 200;
const longestQuote = 80;
const splits = new Map<string, DatasetSplit>([
  ...(['train', 'training'] as const).map((name) => [name, 'train'] as const),
  ...(['test', 'testing'] as const).map((name) => [name, 'test'] as const),
]);

/**
 * Checks the rows of a list and looks their videos up.
 * @throws AppError by `refuse`, with the line; what stands there is quoted only where the file is known to be a list
 */
export async function listRows(
  list: ReadList,
  { finder, refuse }: { finder: VideoFinder; refuse: Refuse },
): Promise<ListRow[]> {
  const { records } = list;
  if (records.length === 0) throw refuse(1, 'it names no video');
  const rows: ListRow[] = [];
  for (const record of records) rows.push(await rowOf(record, { list, finder, refuse }));
  checkFirst(rows, list, refuse);
  return rows;
}

type Context = { list: ReadList; finder: VideoFinder; refuse: Refuse };

async function rowOf(record: ListRecord, { list, finder, refuse }: Context): Promise<ListRow> {
  const { line, fields } = record;
  const said = (text: string) => (list.recognised ? quoted(text) : 'what stands there');
  const fail = (reason: string) => refuse(line, reason);
  checkWidth(record, list, fail);
  const field = (column: ListMeaning) => {
    const at = list.columns[column];
    return at === undefined ? null : fields[at] || null;
  };
  const name = field('video');
  if (name === null) throw fail('the name of the video is empty');
  const { found, whole } = await findVideo(fields, list.columns, finder);
  if (found === null)
    throw fail(`${said(name)} is not a path inside the folder: write it relative to the folder, without ".."`);
  if (found.several.length > 0)
    throw fail(`${said(name)} could be ${found.several.join(' or ')}: write the ending as well`);
  const seconds = (column: 'start' | 'end') => secondsOf(field(column), { column, list, said, fail });
  const [start, end] = [seconds('start'), seconds('end')];
  if (start !== null && end !== null && start >= end) throw fail(`it ends at ${end} s, but starts at ${start} s`);
  const written = field('class')?.normalize('NFC') ?? null;
  const label = written === null ? null : printable(written);
  if (label !== null && label.length > longestClass) throw fail(`a class name has at most ${longestClass} characters`);
  if (label === null && (start !== null || end !== null)) throw fail('times without a class label nothing');
  const splitText = field('split');
  const split = splitText === null ? null : splits.get(splitText.toLowerCase());
  if (split === undefined) throw fail(`the split is ${said(splitText ?? '')}: write train or test`);
  const times = whole ? { start: null, end: null } : { start, end };
  return {
    line,
    video: found.path,
    there: found.there,
    whole,
    class: label,
    order: orderOf(field('order'), fail),
    ...times,
    split,
  };
}

/** Rows may end early or with empty fields; a field without a column is one too many. */
function checkWidth({ fields }: ListRecord, list: ReadList, fail: (reason: string) => AppError): void {
  const columns = list.header?.length ?? widest;
  const used = fields.findLastIndex((field) => field !== '') + 1;
  const short = list.header !== null && fields.length < columns;
  if (used > columns || short) throw fail(`${fields.length} fields where ${columns} are expected`);
}
const widest = 5;

function secondsOf(
  text: string | null,
  about: {
    column: 'start' | 'end';
    list: ReadList;
    said: (text: string) => string;
    fail: (reason: string) => AppError;
  },
): number | null {
  const { column, list, said, fail } = about;
  if (text === null) return null;
  const plain = list.delimiter === 'comma' ? text : text.replace(/^(\d+),(\d+)$/, '$1.$2');
  if (/^\d+(\.\d+)?$/.test(plain)) return Number(plain);
  if (/^-\d+(\.\d+)?$/.test(plain))
    throw fail(`${said(text)} is not a time in seconds: the ${column} is before the beginning of the video`);
  throw fail(`${said(text)} is not a time in seconds`);
}

function orderOf(text: string | null, fail: (reason: string) => AppError): number | null {
  if (text === null) return null;
  const order = Number(text);
  if (!Number.isSafeInteger(order)) throw fail('the number of its class is no whole number');
  return order;
}

/** A header whose names are not known looks like a video that is not there. */
function checkFirst(rows: ListRow[], list: ReadList, refuse: Refuse): void {
  const [first] = rows;
  if (list.header !== null || !first || first.there || isVideoName(first.video)) return;
  if (!rows.some(({ there }) => there)) return;
  throw refuse(
    first.line,
    `it names no video of the folder, though other lines do. If it is a header, name its columns as they are known (${knownColumnNames}); if it is a video that is missing, write its ending as well (.mp4)`,
  );
}

/** Text of a list, made safe for a message: short, in quotes, nothing in it that is not printed. */
function quoted(text: string): string {
  return `"${printable(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text)}"`;
}
