import { AppError } from '@/domain/errors';
import { megabytes } from '@/scripts/setup/megabytes.mjs';
import { freeBytes } from '@/scripts/setup/requireDisk.mjs';

/** What a new database takes, and a segment of its log [bytes]. */
const LEAST = 64e6;

/** @throws AppError disk_full in one line, before anything is started that would end half way */
export function requireRoom(home: string): void {
  const free = freeBytes(home);
  if (free >= LEAST) return;
  throw new AppError(
    'disk_full',
    `The disk of ${home} has ${megabytes(free)} left; a start needs ${megabytes(LEAST)}. Make room there, or name a folder on another disk with FOVEA_HOME.`,
  );
}
