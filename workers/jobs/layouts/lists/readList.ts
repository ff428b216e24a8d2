import { AppError } from '@/domain/errors';
import { type ListDelimiter, listDelimiters } from '@/domain/listReading';
import type { AnnotationFile } from '@/workers/jobs/layouts/readAnnotation';
import { type ListRecord, listRecords, type Refuse } from '@/workers/ml/data/listRecords';
import { type Interpretation, interpretList } from './interpretList';
import type { ListColumns } from './listColumns';
import { columnName, knownColumnNames } from './listColumns';
import { inForm, type ListForm, listForms } from './listForms';
import type { VideoFinder } from './videoFinder';

/** A list taken apart; nothing in its fields has been checked. */
export type ReadList = {
  delimiter: ListDelimiter;
  columns: ListColumns;
  header: string[] | null;
  /** The rows without the header. */
  records: ListRecord[];
  /** Whether it is known to be a list of videos: what it holds may then stand in a message. */
  recognised: boolean;
};

const sampleCharacters = 64 * 1024;
const sampleRows = 200;

/**
 * Takes a list of videos apart: the delimiter and the meaning of the columns are those with which most rows name videos of the folder.
 * @param refuse makes the error of a line
 * @throws AppError dataset_invalid where it is no list, or could be read in two ways; no message has anything of the content
 */
export async function readList(
  { file, text }: AnnotationFile,
  { root, finder, refuse }: { root: string; finder: VideoFinder; refuse: Refuse },
): Promise<ReadList> {
  const { form, read } = await findForm(text, { finder, refuse, file, root });
  const all = inForm(listRecords(text, { delimiter: form.delimiter, refuse }), form);
  const { columns, header } = read;
  checkNames(read, refuse);
  const records = header ? all.slice(1) : all;
  const recognised = read.hits > 0 || (read.rows > 0 && 2 * read.endings >= read.rows);
  return { delimiter: form.delimiter, columns, header, records, recognised };
}

type Tried = { form: ListForm; read: Interpretation; records: ListRecord[] };

async function findForm(
  text: string,
  { finder, refuse, file, root }: { finder: VideoFinder; refuse: Refuse; file: string; root: string },
): Promise<Tried> {
  const sample = headOf(text);
  const tried = await tryForms(sample, { finder, refuse, rows: sample === text ? undefined : sampleRows });
  const [best, ...others] = tried.sort((a, b) => compare(b.read, a.read));
  if (!best || !isList(best.read)) {
    throw new AppError(
      'dataset_invalid',
      `${file} is not read as a list of videos: with none of ${Object.values(listDelimiters).join(', ')} between its columns do its first lines name a video of ${root}, and its first line names no columns that are known (${knownColumnNames}). Correct the folder or the file, or begin it with the line "video,class".`,
    );
  }
  const other = others.find(({ read, ...rest }) => compare(read, best.read) === 0 && differs(rest, read, best));
  if (!other) return best;
  throw new AppError(
    'dataset_invalid',
    `${file} can be read in two ways: with ${listDelimiters[best.form.delimiter]} or with ${listDelimiters[other.form.delimiter]} between its columns. Use commas, and put names that hold commas in quotes.`,
  );
}

/** The first rows of a list, or all of a short one: its form is found out there, whatever its size. No quoted field is cut. */
function headOf(text: string): string {
  if (text.length <= sampleCharacters) return text;
  let end = sampleCharacters;
  let quoted = false;
  for (let at = 0; at < sampleCharacters; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === '\n' && !quoted) end = at;
  }
  return text.slice(0, end);
}

/** @throws AppError where the quotes are broken with every delimiter */
async function tryForms(
  text: string,
  { finder, refuse, rows }: { finder: VideoFinder; refuse: Refuse; rows: number | undefined },
): Promise<Tried[]> {
  const tried: Tried[] = [];
  let failure: unknown;
  for (const form of listForms) {
    try {
      const records = inForm(listRecords(text, { delimiter: form.delimiter, refuse, rows }), form);
      if (form.delimiter !== 'comma' && records.every(({ fields }) => fields.length < 2)) continue;
      const read = await interpretList(records, finder);
      if (!form.table || isTable(records, read)) tried.push({ form, records, read });
    } catch (error) {
      failure ??= error;
    }
  }
  if (tried.length === 0) throw failure;
  return tried;
}

function isTable(records: ListRecord[], { header }: Interpretation): boolean {
  const width = records[0]?.fields.length ?? 0;
  return (width === 2 || header !== null) && records.every(({ fields }) => fields.length === width);
}

/** A column that is read must have a name of its own. */
function checkNames({ header, columns }: Interpretation, refuse: Refuse): void {
  const plain = header?.map(columnName) ?? [];
  const used = Object.values(columns).filter((column) => typeof column === 'number');
  if (
    used.some(
      (column) => plain[column] !== undefined && plain.indexOf(plain[column]) !== plain.lastIndexOf(plain[column]),
    )
  )
    throw refuse(1, 'a column that is needed is named twice');
}

/** More videos found, then a header that is known, then more names that end as videos do. */
function compare(a: Interpretation, b: Interpretation): number {
  return a.hits - b.hits || headed(a) - headed(b) || a.endings - b.endings;
}

function headed({ header, columns }: Interpretation): number {
  return header === null ? 0 : columns.class === undefined ? 1 : 2;
}

function isList(read: Interpretation): boolean {
  return read.hits > 0 || headed(read) > 0 || (read.rows > 0 && 2 * read.endings >= read.rows);
}

function differs({ records }: { records: ListRecord[] }, read: Interpretation, best: Tried): boolean {
  return records.some(({ fields }, row) => {
    const others = best.records[row]?.fields ?? [];
    const same = (mine: number | undefined, its: number | undefined) =>
      (mine === undefined ? '' : (fields[mine] ?? '')) === (its === undefined ? '' : (others[its] ?? ''));
    return !same(read.columns.video, best.read.columns.video) || !same(read.columns.class, best.read.columns.class);
  });
}
