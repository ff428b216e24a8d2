import { AppError } from '@/domain/errors';
import { mostClasses } from '@/domain/listReading';
import { readGiven, searchAnnotation } from '@/workers/jobs/layouts/findAnnotation';
import { type AnnotationFile, readAnnotation } from '@/workers/jobs/layouts/readAnnotation';
import type { Refuse } from '@/workers/ml/data/listRecords';
import { applyClassList } from './applyClassList';
import type { ListRow } from './listRows';
import { orderClasses } from './orderClasses';
import { parseClassList } from './parseClassList';

export type ChosenClasses = {
  /** In the order of the score vector. */
  names: string[];
  /** Place of a class by what the rows call it. */
  of: Map<string, number>;
  /** Where the order comes from, a sentence. */
  why: string;
  notes: string[];
};

/** How people call the file that says the order of their classes. */
const listNames =
  /^(classes|class_?list|class_?names|class_?ind|class_?index|label_?map|(.+_)?classes|(.+_)?class_?names)\.(txt|csv|json)$/i;

/**
 * The classes of a list of videos: in the order of the class list that was named or lies in the folder, else by their numbers or names.
 * @param csv file of the list itself, which is no class list
 * @param given path of a class list that somebody has named
 * @throws AppError dataset_missing, dataset_invalid
 */
export async function chooseClasses(
  rows: readonly ListRow[],
  { root, csv, given, refuse }: { root: string; csv: string; given: string | undefined; refuse: Refuse },
): Promise<ChosenClasses> {
  if (new Set(rows.map((row) => row.class)).size > mostClasses)
    throw new AppError(
      'dataset_invalid',
      `${csv} names more than ${mostClasses.toLocaleString('en-GB')} classes. Look whether the column of the classes is the right one.`,
    );
  if (given !== undefined) {
    const file = await readGiven(root, given);
    const applied = applyClassList(rows, { list: parse(file), exact: true });
    if ('line' in applied)
      throw refuse(applied.line, `${file.file} does not know its class, or has another number of classes`);
    return { ...applied, why: `Classes stand in the order of ${file.file}.`, notes: [] };
  }
  const { found, notes } = await findList(rows, { root, csv });
  if (found) return { ...found, notes };
  const { names, why } = orderClasses(rows, refuse);
  return { names, of: new Map(names.map((name, index) => [name, index])), why, notes };
}

/** A class list in the folder that knows all classes; what speaks against the others is a note. */
async function findList(rows: readonly ListRow[], { root, csv }: { root: string; csv: string }) {
  const notes: string[] = [];
  const fitting: Omit<ChosenClasses, 'notes'>[] = [];
  for (const path of await searchAnnotation(root, listNames)) {
    if (path === csv) continue;
    try {
      const applied = applyClassList(rows, {
        list: parse(await readAnnotation(path, { within: root })),
        exact: false,
      });
      if ('line' in applied) notes.push(`${path} was not used: it does not know the class of line ${applied.line}.`);
      else fitting.push({ ...applied, why: `Classes stand in the order of ${path}, which lies in the folder.` });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      notes.push(`${path} was not used: ${error.message}`);
    }
  }
  const [found, other] = fitting;
  if (!found || !other) return { found: found ?? null, notes };
  if (fitting.every(({ names }) => names.join('\n') === found.names.join('\n'))) return { found, notes };
  notes.push('Several class lists in the folder know all classes and differ: name one of them.');
  return { found: null, notes };
}

function parse({ file, text }: AnnotationFile) {
  return parseClassList(
    text,
    (line, reason) =>
      new AppError('dataset_invalid', `${file}, line ${line}: ${reason}. Correct the class list, then import again.`),
  );
}
