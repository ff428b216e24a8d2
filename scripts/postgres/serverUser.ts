import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/domain/errors';

export type ServerUser = { uid: number; gid: number };

function idOf(name: string): ServerUser | undefined {
  try {
    const read = (flag: string) => Number.parseInt(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString(), 10);
    return { uid: read('-u'), gid: read('-g') };
  } catch {
    return undefined;
  }
}

/**
 * PostgreSQL refuses to run as root. For root: the ids of the system user `postgres`, made if it does not exist;
 * for anybody else: undefined, the server runs as they are.
 */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = idOf('postgres');
  if (existing) return existing;
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/', 'postgres'], {
      stdio: 'pipe',
    });
  } catch (cause) {
    throw new AppError(
      'database_unreachable',
      'PostgreSQL does not run as root, and the system user `postgres` could not be made. ' +
        'Make it (`useradd --system postgres`), run as an ordinary user, or name a server with DATABASE_URL.',
      { cause },
    );
  }
  const made = idOf('postgres');
  if (!made) throw new AppError('internal', 'The system user `postgres` was made but cannot be looked up.');
  return made;
}

/** Whether this user may walk down to the path: a checkout under /root (mode 700) is closed to everybody else. */
export function isReachable(target: string, { uid, gid }: ServerUser): boolean {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    const { mode, uid: owner, gid: group } = statSync(folder);
    const bits = owner === uid ? mode >> 6 : group === gid ? mode >> 3 : mode;
    if ((bits & 1) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
