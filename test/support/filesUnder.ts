import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Paths of all files under folders of the repository, relative to it, in order. */
export function filesUnder(...folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [],
      ),
    )
    .sort();
}
