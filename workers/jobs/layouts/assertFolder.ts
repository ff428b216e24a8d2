import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { AppError } from '@/domain/errors';

/** @throws AppError dataset_missing where the folder is not there, naming the machine that looked */
export async function assertFolder(root: string): Promise<void> {
  const found = await stat(root).catch(() => null);
  if (found?.isDirectory()) return;
  throw new AppError(
    'dataset_missing',
    found
      ? `${root} is a file, not a folder. Give the folder that holds the videos.`
      : `There is no folder ${root} on ${hostname()}, the machine of the worker, or it may not look there. Correct the path.`,
  );
}
