import { createHash } from 'node:crypto';

const longestId = 80;

/**
 * Ids of own videos, made of their paths: letters, digits, "_" and "-" only, because ids stand in addresses, in file names, and in
 * submission files with spaces between the fields. Where two paths would give the same id, all but the first carry a hash of theirs.
 * @param paths distinct, relative to the folder
 * @returns id by path
 */
export function videoIds(paths: string[]): Map<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of [...paths].sort()) {
    const plain = path
      .replace(/\.[A-Za-z0-9]{2,5}$/, '')
      .replace(/[^\w-]+/g, '_')
      .slice(0, longestId);
    const id = plain === '' || taken.has(plain) ? `${plain}-${hashOf(path).slice(0, 8)}` : plain;
    taken.add(id);
    ids.set(path, id);
  }
  return ids;
}

/** SHA-256, hex. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
