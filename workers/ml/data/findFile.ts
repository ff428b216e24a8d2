import { readdir } from 'node:fs/promises';
import { AppError } from '@/domain/errors';

/**
 * Name of the one file in a folder whose name matches, null where there is none.
 * @throws AppError dataset_missing (no such folder), dataset_invalid (several files match)
 */
export async function findFile(folder: string, pattern: RegExp): Promise<string | null> {
  const names = await readdir(folder).catch((cause) => {
    throw new AppError(
      'dataset_missing',
      `There is no data set in ${folder}. Prepare it, or correct the folder of the data set.`,
      { cause },
    );
  });
  const found = names.filter((name) => pattern.test(name)).sort();
  if (found.length > 1)
    throw new AppError(
      'dataset_invalid',
      `${folder} holds ${found.join(' and ')}: keep one of them, move the rest away.`,
    );
  return found[0] ?? null;
}
