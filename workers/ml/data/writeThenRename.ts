import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const forgottenMs = 60_000;
let serial = 0;

/** Lets `write` make a file under a temporary name and renames it: a file under its own name is always complete. */
export async function writeThenRename<Result>(
  path: string,
  write: (temporaryPath: string) => Promise<Result>,
): Promise<Result> {
  const temporaryPath = `${path}.part-${process.pid}-${serial++}`;
  try {
    const result = await write(temporaryPath);
    await rename(temporaryPath, path);
    return result;
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw withPath(error, path);
  }
}

/** A write that fails says which disk it was: the system names the file only where it could not be opened. */
function withPath(error: unknown, path: string): unknown {
  const { syscall, path: named } = error as NodeJS.ErrnoException;
  return error instanceof Error && syscall !== undefined && named === undefined
    ? Object.assign(error, { path })
    : error;
}

/** Deletes what interrupted processes left under temporary names; what was touched within the last minute stays. */
export async function removeForgottenParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.part-\d+-\d+$/.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > forgottenMs) await rm(path, { force: true });
  }
}
