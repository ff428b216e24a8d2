import { readFile, stat } from 'node:fs/promises';
import { AppError } from '@/domain/errors';

/** The CSVs of Charades have 5 MB; what is larger is no annotation file. */
const mostBytes = 256 * 2 ** 20;

export type AnnotationFile = { file: string; text: string };

/**
 * Reads an annotation file whole.
 * @throws AppError dataset_missing, dataset_invalid (no text file of a sensible size)
 */
export async function readAnnotation(file: string): Promise<AnnotationFile> {
  const found = await stat(file).catch(() => null);
  if (!found)
    throw new AppError('dataset_missing', `There is no file ${file} on the worker's machine. Correct its path.`);
  if (!found.isFile())
    throw new AppError('dataset_invalid', `${file} is not a file. Give the path of the file itself.`);
  if (found.size > mostBytes)
    throw new AppError(
      'dataset_invalid',
      `${file} has ${(found.size / 2 ** 20).toFixed(0)} MiB: that is no annotation file.`,
    );
  const bytes = await readFile(file).catch((cause) => {
    throw new AppError('dataset_missing', `${file} cannot be read: allow the worker to read it.`, { cause });
  });
  const text = textOf(bytes);
  if (text === null)
    throw new AppError(
      'dataset_invalid',
      `${file} is not UTF-8 text. Save it as UTF-8, without changing its separators.`,
    );
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n').length;
    throw new AppError(
      'dataset_invalid',
      `${file}, line ${line}: a NUL character. Replace the file by an intact copy.`,
    );
  }
  return { file, text };
}

/** Null where the bytes are not UTF-8. A byte order mark stays: the parsers know it. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
