import { statfsSync } from 'node:fs';
import { AppError, type ErrorCode } from '@/domain/errors';
import { type DatabaseFault, databaseFault } from './databaseFault';
import { databaseFolder } from './env';

/** The server needs a segment of its log (16 MiB) to write anything, and to start again after it stopped for want of one. */
const leastMiB = 16;

const sentences: Record<DatabaseFault, { code: ErrorCode; message: string }> = {
  disk_full: { code: 'disk_full', message: '' },
  out_of_memory: {
    code: 'database_unreachable',
    message: 'The database has run out of memory. Close what else runs on its machine, then try again.',
  },
  too_many_connections: {
    code: 'database_unreachable',
    message: 'The database has no connection left. Close other programs that use it, or try again in a moment.',
  },
  unreachable: {
    code: 'database_unreachable',
    message: 'The database does not answer. It is usually back within a minute; if not, run `npm run doctor`.',
  },
  busy: { code: 'database_unreachable', message: 'The database is busy with something else. Try again in a moment.' },
  refused: {
    code: 'database_unreachable',
    message: 'The database refuses its user or password. Correct DATABASE_URL, then start the workbench again.',
  },
  missing: {
    code: 'database_unreachable',
    message: 'The database that DATABASE_URL names is not there any more. Restore it, then start the workbench again.',
  },
  read_only: {
    code: 'database_unreachable',
    message: 'The database takes no changes now (it is read-only). Make its server writable, then try again.',
  },
  damaged: {
    code: 'disk_fault',
    message: 'The database cannot read or write its files. Look into its log (logs/postgres.log) and check the disk.',
  },
};

/**
 * What is wrong with the database, in words that a user can act on and without the database's own; null where the error is of another
 * kind. A server that went away while its disk is full went away for that reason.
 */
export function databaseError(error: unknown): AppError | null {
  const fault = databaseFault(error);
  if (fault === null) return null;
  const disk = databaseDisk();
  if (fault === 'disk_full' || (fault === 'unreachable' && disk !== null && disk.freeMiB < leastMiB)) {
    return new AppError('disk_full', fullText(disk), { cause: error });
  }
  const { code, message } = sentences[fault];
  return new AppError(code, message, { cause: error });
}

type Disk = { folder: string; freeMiB: number };

function fullText(disk: Disk | null): string {
  const place = disk ? `of ${disk.folder} is full: ${disk.freeMiB.toFixed(1)} MiB free` : 'of the database is full';
  return `The disk ${place}. Make room there: then everything goes on, and nothing that was stored is lost.`;
}

/** Where the embedded database lies; null for one that DATABASE_URL names. */
function databaseDisk(): Disk | null {
  const folder = databaseFolder();
  if (folder === undefined) return null;
  try {
    const { bavail, bsize } = statfsSync(folder);
    return { folder, freeMiB: (bavail * bsize) / 2 ** 20 };
  } catch {
    return null;
  }
}
