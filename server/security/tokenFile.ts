import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@/domain/errors';
import { isUsableToken } from '@/domain/settings';

const tokenBytes = 24;
const groupAndOthers = 0o077;

/** Where the token of a home lies; scripts read it from there. */
export const tokenFile = (home: string) => join(home, 'token');

/**
 * The access token of a home, made at its first start: 192 random bits in a file that only its owner reads. A file that others could
 * read, or that holds no usable token, is replaced by a new one.
 * @param renewed told when a file was replaced, in a sentence
 * @throws AppError config_invalid where the file is no plain file of ours, or the file system keeps no permissions
 */
export function tokenOfHome(home: string, renewed: (sentence: string) => void = () => {}): string {
  const file = tokenFile(home);
  const found = readToken(file);
  if (found.token !== undefined) return found.token;
  if (found.flaw) {
    rmSync(file);
    renewed(`${file} ${found.flaw}: a new token was made. Links and cookies of the old one no longer work.`);
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(fresh, `${randomBytes(tokenBytes).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
    linkSync(fresh, file); // fails where somebody was faster; that token counts
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  const made = readToken(file);
  if (made.token !== undefined) return made.token;
  throw new AppError(
    'config_invalid',
    `${file} ${made.flaw ?? 'could not be made'}. Move FOVEA_HOME to a disk that keeps file permissions, or set FOVEA_TOKEN.`,
  );
}

/** @returns the token, or what is wrong with the file that should hold it; neither where there is no file */
function readToken(file: string): { token?: string; flaw?: string } {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats) return {};
  if (!stats.isFile() || stats.uid !== process.getuid?.()) {
    throw new AppError(
      'config_invalid',
      `${file} is not a plain file of yours. Remove it; the next start makes a new one.`,
    );
  }
  if ((stats.mode & groupAndOthers) !== 0) return { flaw: 'could be read by other users' };
  const token = readFileSync(file, 'utf8').trim();
  return isUsableToken(token) ? { token } : { flaw: 'holds no usable token' };
}

/**
 * The token that a workbench asks for.
 * @param setting FOVEA_TOKEN: a token, `off`, or undefined for the one of the home
 * @returns null where none is asked for
 */
export function tokenFor(home: string, setting: string | undefined, say?: (sentence: string) => void): string | null {
  if (setting === 'off') return null;
  return setting ?? tokenOfHome(home, say);
}
