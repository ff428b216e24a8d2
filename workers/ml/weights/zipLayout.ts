import type { ByteSource } from './byteSource';
import { quoted, weightsError } from './weightsError';
import type { ZipEntry, ZipMember } from './zipMember';

const headerSignature = 0x04034b50;
const headerBytes = 30;

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
    const start = dataStart(source, entry);
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

function dataStart(source: ByteSource, { name, header }: ZipEntry): number {
  const bytes = source.read(header, headerBytes);
  const view = new DataView(bytes.buffer);
  const nameBytes = view.getUint16(26, true);
  const said = new TextDecoder().decode(source.read(header + headerBytes, nameBytes));
  if (view.getUint32(0, true) !== headerSignature || said !== name) {
    throw weightsError(`the place of ${quoted(name)} in its zip holds something else`);
  }
  return header + headerBytes + nameBytes + view.getUint16(28, true);
}
