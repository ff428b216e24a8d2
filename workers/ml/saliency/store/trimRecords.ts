import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { recordFile } from './recordIndex';

/** Deletes the files of records under `root` that were not used for the longest time until the others fit. Other files stay. */
export function trimRecords(root: string, limitBytes: number): void {
  const files = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => filesIn(join(root, name)))
    .sort((a, b) => a.usedAt - b.usedAt);
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of files) {
    if (bytes <= limitBytes) break;
    rmSync(file.path, { force: true });
    bytes -= file.bytes;
    removeIfEmpty(file.folder);
  }
}

function filesIn(folder: string) {
  return readdirSync(folder)
    .filter((name) => recordFile.test(name))
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false }); // another process may trim at the same time
      return found ? [{ path, folder, bytes: found.size, usedAt: found.mtimeMs }] : [];
    });
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it holds others
  }
}
