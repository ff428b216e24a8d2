import { AppError } from '@/domain/errors';
import { megabytes } from '@/scripts/setup/megabytes.mjs';
import { freeBytes } from '@/scripts/setup/requireDisk.mjs';

/** Where so much is free again, a message in the log is an old one [bytes]. */
const roomy = 64e6;

/** The error to throw where the last words of a PostgreSQL program speak of a full disk; null where they do not. */
export function fullDisk(folder: string, lastWords: string): AppError | null {
  // strerror, in English since launchServer asks for it
  const full = /No space left on device/.test(lastWords) && freeBytes(folder) < roomy;
  if (!full && !/Disk quota exceeded/.test(lastWords)) return null;
  return new AppError(
    'disk_full',
    `The disk of ${folder} is full (${megabytes(freeBytes(folder))} free): PostgreSQL cannot start. Make room there; nothing that was stored is lost.`,
  );
}
