import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/domain/errors';
import { annotationText } from './annotationText';

/** A million rows of Kinetics have 60 MB, the CSVs of Charades 5; what is larger is no annotation file. */
export const mostAnnotationBytes = 96 * 2 ** 20;
/** A disk that answers slower than this is not there. */
const mostMs = 60_000;
const chunkBytes = 1 << 20;

export type AnnotationFile = { file: string; text: string };

/**
 * Reads an annotation file whole, as UTF-8 or UTF-16. Only a plain file is read, and no more of it than it said it has: a pipe, a
 * device or a file of /proc never ends. Nothing of its content is in any message.
 * @param within the chosen folder: a symbolic link in it that leads out of it is refused, because nobody has typed where it leads; a path
 *   that was typed as a whole is read wherever it leads
 * @throws AppError dataset_missing, dataset_invalid (no text file of a sensible size)
 */
export async function readAnnotation(file: string, { within }: { within: string | null }): Promise<AnnotationFile> {
  const handle = await openFile(file, within);
  try {
    const bytes = await readWhole(handle, file);
    return { file, text: annotationText(bytes, file) };
  } finally {
    await handle.close();
  }
}

async function openFile(file: string, within: string | null): Promise<FileHandle> {
  if (within !== null) await assertInside(file, within);
  try {
    // A pipe without a writer would block for ever, a terminal would take the process over.
    return await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(file);
    if (code === 'ENXIO') throw notPlain(file);
    throw new AppError('dataset_missing', `${file} cannot be read: allow the worker to read it.`, { cause });
  }
}

async function assertInside(file: string, within: string): Promise<void> {
  const real = await realpath(file).catch(() => null);
  if (real === null) throw missing(file);
  const way = path.relative(await realpath(within).catch(() => within), real);
  if (way !== '..' && !way.startsWith('../')) return;
  throw new AppError(
    'dataset_invalid',
    `${file} is a symbolic link that leads out of ${within}. If you mean the file behind it, give that file's whole path, from / on.`,
  );
}

async function readWhole(handle: FileHandle, file: string): Promise<Uint8Array> {
  const found = await handle.stat();
  if (!found.isFile()) throw notPlain(file);
  if (found.size > mostAnnotationBytes) {
    const [size, most] = [found.size, mostAnnotationBytes].map((bytes) => `${Math.floor(bytes / 2 ** 20)} MiB`);
    throw new AppError(
      'dataset_invalid',
      `${file} has ${size}: that is no annotation file. At most ${most} are read; split a longer list.`,
    );
  }
  if (found.size === 0) throw new AppError('dataset_invalid', `${file} is empty. Give the file with the annotations.`);
  const bytes = new Uint8Array(found.size);
  const until = performance.now() + mostMs;
  let done = 0;
  while (done < bytes.length) {
    if (performance.now() > until)
      throw new AppError('dataset_missing', `${file} is read too slowly: its disk does not answer. Try again later.`);
    const { bytesRead } = await handle.read(bytes, done, Math.min(chunkBytes, bytes.length - done), done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

function missing(file: string): AppError {
  return new AppError('dataset_missing', `There is no file ${file} on the worker's machine. Correct its path.`);
}

function notPlain(file: string): AppError {
  return new AppError('dataset_invalid', `${file} is not a file. Give the path of the file itself.`);
}
