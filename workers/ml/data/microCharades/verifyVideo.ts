import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { ManifestEntry } from './manifest';

const weekMs = 7 * 24 * 3600 * 1000;

/**
 * Whether a rendered video still has the bytes it was rendered with. Its size and time are looked at always; its hash where they changed,
 * and once a week, because a disk can lose bits without touching either.
 * @returns the entry, with the time of the last look at the hash; null where the file is another one, or not there
 */
export async function verifyVideo(
  path: string,
  entry: ManifestEntry | undefined,
  now = Date.now(),
): Promise<ManifestEntry | null> {
  const found = await stat(path).catch(() => null);
  if (!entry || found?.size !== entry.bytes) return null;
  const { verified } = entry;
  const isRecent = verified !== undefined && Math.abs(now - verified.at) < weekMs;
  if (isRecent && verified.modified === found.mtimeMs) return entry;
  const bytes = await readFile(path).catch(() => null); // a disk that cannot give it back has lost it
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== entry.sha256) return null;
  return { ...entry, verified: { at: now, modified: found.mtimeMs } };
}
