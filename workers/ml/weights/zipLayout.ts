import { type ZipEntry, zipDataStart } from '@/files/zipDirectory.mjs';
import type { ByteSource } from './byteSource';
import { quoted, weightsError } from './weightsError';
import type { ZipMember } from './zipMember';

/**
 * Check the members against the file: every local header says the same name, and no byte belongs to two members or to the directory.
 * @param end where the directory begins
 */
export function checkLayout(source: ByteSource, entries: readonly ZipEntry[], end: number): Map<string, ZipMember> {
  const members = new Map<string, ZipMember>();
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.header - b.header)) {
    const { name, header, size, crc32 } = entry;
    checkName(name);
    if (members.has(name)) throw weightsError(`${quoted(name)} is twice in its zip`);
    if (header < free) throw weightsError(`${quoted(name)} in its zip overlaps another member`);
    const misplaced = () => weightsError(`the place of ${quoted(name)} in its zip holds something else`);
    const start = zipDataStart(source, entry, misplaced);
    free = start + size;
    if (free > end) throw weightsError(`${quoted(name)} reaches beyond its place in the zip`);
    members.set(name, { name, start, size, crc32 });
  }
  return members;
}

/** Nothing is ever written under these names; one that tries to leave its folder betrays a file that was made to do harm. */
function checkName(name: string): void {
  const parts = name.split('/');
  if (name === '' || name.startsWith('/') || /[\\\0]|^[a-zA-Z]:/.test(name) || parts.includes('..')) {
    throw weightsError(
      `its zip holds the name ${quoted(name)}, which leads out of its folder`,
      'Do not trust this file',
    );
  }
}
