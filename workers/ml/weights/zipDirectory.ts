import { mostArrays } from '@/domain/formats/safetensorsHeader';
import type { ByteSource } from './byteSource';
import { quoted, weightsError } from './weightsError';
import { checkLayout } from './zipLayout';
import type { ZipEntry, ZipMember } from './zipMember';

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;
const longestDirectory = 64 << 20;
/** A member an array, and a few more. */
const mostMembers = 2 * mostArrays;

/**
 * The members of a zip file, as torch.save writes it: stored, not compressed or encrypted, zip64 where it is large.
 * @throws AppError('checkpoint_invalid') for anything else, for names that leave the folder, names that occur twice, and members that
 *   overlap or reach beyond the file
 */
export function readZipDirectory(source: ByteSource): Map<string, ZipMember> {
  const directory = findDirectory(source);
  const { entries, start, size } = directory;
  if (size > longestDirectory || entries * 46 > size)
    throw weightsError('the directory of its zip does not fit the file');
  if (entries > mostMembers)
    throw weightsError(
      `its zip has ${entries.toLocaleString('en-GB')} members, more than the arrays of any network`,
      'Save the state dict of one network alone and import that',
    );
  const bytes = source.read(start, size);
  const listed: ZipEntry[] = [];
  let at = 0;
  for (let k = 0; k < entries; k++) {
    const { entry, next } = readEntry(bytes, at);
    listed.push(entry);
    at = next;
  }
  return checkLayout(source, listed, start);
}

type Directory = { entries: number; start: number; size: number };

function findDirectory(source: ByteSource): Directory {
  const length = Math.min(source.size, endBytes + longestComment);
  const tailStart = source.size - length;
  const tail = viewOf(source.read(tailStart, length));
  for (let at = length - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endSignature || at + endBytes + tail.getUint16(at + 20, true) !== length) continue;
    if (tail.getUint16(at + 4, true) !== 0 && tail.getUint16(at + 4, true) !== 0xffff) throw severalFiles();
    const entries = tail.getUint16(at + 10, true);
    const size = tail.getUint32(at + 12, true);
    const start = tail.getUint32(at + 16, true);
    const large = entries === 0xffff || size === 0xffffffff || start === 0xffffffff;
    return large ? findDirectory64(source, tailStart + at - 20) : { entries, size, start };
  }
  throw weightsError('its zip has no directory: the file is cut off');
}

function findDirectory64(source: ByteSource, locatorAt: number): Directory {
  const locator = viewOf(source.read(locatorAt, 20));
  if (locator.getUint32(0, true) !== locator64Signature) throw weightsError('the zip64 directory is missing');
  const end = viewOf(source.read(largeNumber(locator, 8), 56));
  if (end.getUint32(0, true) !== end64Signature) throw weightsError('the zip64 directory is missing');
  if (end.getUint32(16, true) !== 0 || end.getUint32(20, true) !== 0) throw severalFiles();
  return { entries: largeNumber(end, 32), size: largeNumber(end, 40), start: largeNumber(end, 48) };
}

function readEntry(bytes: Uint8Array<ArrayBuffer>, at: number): { entry: ZipEntry; next: number } {
  const view = viewOf(bytes);
  if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) throw brokenDirectory();
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const next = at + 46 + nameBytes + extraBytes + view.getUint16(at + 32, true);
  if (next > bytes.length) throw brokenDirectory();
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
  const flags = view.getUint16(at + 8, true);
  // Encrypted, strongly encrypted, or with masked headers.
  if (flags & 0x2041) throw weightsError(`${quoted(name)} in its zip is encrypted`, 'Save it without a password');
  if (view.getUint16(at + 10, true) !== 0) {
    throw weightsError(
      `${quoted(name)} in its zip is compressed, which torch.save never does`,
      'Unpack it and import the file of weights that is inside',
    );
  }
  const extra = viewOf(bytes.slice(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes));
  const [size, packed, header] = largeFields(extra, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  if (size !== packed) throw weightsError(`${quoted(name)} in its zip has two different sizes`);
  return { entry: { name, size, header, crc32: view.getUint32(at + 16, true) }, next };
}

/** Sizes and places that need 64 bits stand in the extra field 1, those that are all ones in the entry, in this order. */
function largeFields(extra: DataView, small: [number, number, number]): [number, number, number] {
  let field = -1;
  for (let at = 0; at + 4 <= extra.byteLength && field < 0; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) === 1) field = at + 4;
  }
  const read = (value: number): number => {
    if (value !== 0xffffffff) return value;
    if (field < 0 || field + 8 > extra.byteLength) throw brokenDirectory();
    field += 8;
    return largeNumber(extra, field - 8);
  };
  return [read(small[0]), read(small[1]), read(small[2])];
}

function largeNumber(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function brokenDirectory() {
  return weightsError('the directory of its zip is broken');
}

function severalFiles() {
  return weightsError('its zip is split over several files', 'Join them first');
}
