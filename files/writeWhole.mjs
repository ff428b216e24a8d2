// @ts-check
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Names of files that are being written; nobody reads them, and those that an interrupted process left are swept. */
const prefix = '.writing-';

/** @param {string} name of a file, without its folder */
export const isHalfWritten = (name) => name.startsWith(prefix);

/** @param {string} folder on the disk of the file that is to be written */
const temporaryIn = (folder) => path.join(folder, `${prefix}${randomUUID()}`);

/**
 * Lets `write` make a file under a temporary name and gives it its own: under its own name a file is always whole.
 * @template Result
 * @param {string} file
 * @param {(temporary: string) => Promise<Result>} write
 * @param {{ temporaryFolder?: string, durable?: boolean }} [options] `temporaryFolder`: where it is written, on the same disk; default:
 *   beside the file. `durable`: bytes and name are on the disk when this is done
 * @returns {Promise<Result>} what `write` returned
 */
export async function writeWhole(file, write, { temporaryFolder = path.dirname(file), durable = false } = {}) {
  const temporary = temporaryIn(temporaryFolder);
  try {
    const result = await write(temporary);
    if (durable) await sync(temporary);
    await rename(temporary, file);
    if (durable) await sync(path.dirname(file));
    return result;
  } catch (error) {
    throw withPath(error, file);
  } finally {
    // Nothing is there once it has its name; but a rename between two names of one file does nothing and leaves one.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/**
 * The same for a few bytes, at once: an interruption leaves the old content or the new one.
 * @param {string} file its folder is made where it is missing
 * @param {string | Uint8Array} content
 * @param {{ mode?: number }} [options]
 */
export function writeWholeSync(file, content, { mode = 0o644 } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = temporaryIn(path.dirname(file));
  try {
    writeFileSync(temporary, content, { mode, flush: true });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Removes what interrupted processes left half written in a folder.
 * @param {string} folder
 * @param {{ untouchedMs: number }} options what was touched since may still be at work
 */
export async function sweepHalfWritten(folder, { untouchedMs }) {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!isHalfWritten(name)) continue;
    const file = path.join(folder, name);
    const stats = await stat(file).catch(() => null);
    if (stats && Date.now() - stats.mtimeMs > untouchedMs) await rm(file, { force: true });
  }
}

/** @param {string} place a file, or a folder, whose names are made durable */
async function sync(place) {
  const handle = await open(place, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * A write that fails says which disk it was: the system names the file only where it could not be opened.
 * @param {unknown} error
 * @param {string} file
 */
function withPath(error, file) {
  const { syscall, path: named } = /** @type {NodeJS.ErrnoException} */ (error);
  const nameless = error instanceof Error && syscall !== undefined && named === undefined;
  return nameless ? Object.assign(error, { path: file }) : error;
}
