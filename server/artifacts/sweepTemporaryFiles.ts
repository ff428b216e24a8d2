import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPrefix } from './writeBytes';

const forgottenMs = 3_600_000;

/** Removes what interrupted processes left half written more than an hour ago. */
export async function sweepTemporaryFiles(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(root, name);
    const stats = await stat(path).catch(() => null);
    if (stats && Date.now() - stats.mtimeMs > forgottenMs) await rm(path, { force: true });
  }
}
