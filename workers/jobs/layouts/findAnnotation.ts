import { readdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { AppError } from '@/domain/errors';
import { type AnnotationFile, readAnnotation } from './readAnnotation';

/**
 * An annotation file of Charades: the one that was named, or the only one of that name in the folder or one folder below.
 * Hidden files are passed over in the search; symbolic links count, but are not followed out of the folder.
 * @param given absolute, or below `root`
 * @param what for messages, e.g. `*_train.csv`
 * @throws AppError dataset_missing, dataset_invalid (several)
 */
export async function findAnnotation(options: {
  root: string;
  given: string | undefined;
  pattern: RegExp;
  what: string;
}): Promise<AnnotationFile> {
  const { root, given, pattern, what } = options;
  if (given !== undefined) return readGiven(root, given);
  const found = await searchAnnotation(root, pattern);
  const [file] = found;
  if (file === undefined)
    throw new AppError(
      'dataset_missing',
      `Neither ${root} nor a folder in it holds ${what}. Put the annotation files of Charades there, or give their paths.`,
    );
  if (found.length > 1)
    throw new AppError(
      'dataset_invalid',
      `${found.slice(0, 3).join(' and ')} could both be meant: give the path of ${what}.`,
    );
  return readAnnotation(file, { within: root });
}

/**
 * An annotation file that somebody has named. A whole path, or one that goes up, is followed wherever it leads; a name in the folder
 * is not followed out of it by a symbolic link that others may have put there.
 * @throws AppError dataset_missing, dataset_invalid
 */
export function readGiven(root: string, given: string): Promise<AnnotationFile> {
  const file = resolve(root, given);
  const isInside = !isAbsolute(given) && file.startsWith(root.endsWith('/') ? root : `${root}/`);
  return readAnnotation(file, { within: isInside ? root : null });
}

/** Files of that name in the folder, else one folder below. */
export async function searchAnnotation(root: string, pattern: RegExp): Promise<string[]> {
  const top = await entriesOf(root);
  const found = filesIn(root, top, pattern);
  if (found.length > 0) return found;
  for (const folder of top.filter((entry) => entry.isDirectory() && isVisible(entry.name))) {
    const path = join(root, folder.name);
    for (const file of filesIn(path, await entriesOf(path), pattern)) found.push(file);
  }
  return found.sort();
}

type Entry = Awaited<ReturnType<typeof entriesOf>>[number];

function filesIn(folder: string, entries: Entry[], pattern: RegExp): string[] {
  return entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && isVisible(entry.name) && pattern.test(entry.name))
    .map(({ name }) => join(folder, name));
}

function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** `__MACOSX` and `._x` are what an archive program of macOS leaves. */
function isVisible(name: string): boolean {
  return !name.startsWith('.') && name !== '__MACOSX';
}
