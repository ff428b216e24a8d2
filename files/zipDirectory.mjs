// @ts-check

/** Something that is read in ranges. @typedef {{ readonly size: number, read(offset: number, length: number): Uint8Array }} ByteRanges */
/**
 * A member as the directory lists it. `header`: place of its local header; `packed`: bytes in the file; `mode`: of Unix, 0 where none is said.
 * @typedef {{ name: string, header: number, size: number, packed: number, method: number, flags: number, crc32: number, mode: number }} ZipEntry
 */
/** Makes the error of a file that cannot be read, of a reason and what to do about it. @typedef {(reason: string, next?: string) => Error} Refuse */

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const [endBytes, entryBytes, localBytes] = [22, 46, 30];
const longestComment = 0xffff;
const longestDirectory = 64 << 20;

/**
 * The directory at the end of a zip file, zip64 included. Nothing of it is believed: places, sizes and counts are held against the file.
 * @param {ByteRanges} source
 * @param {{ refuse: Refuse, checkCount?: (entries: number) => void }} options `checkCount` may throw before anything is read
 * @returns {{ entries: ZipEntry[], start: number }} in the order of the directory, which begins at `start`
 */
export function readZipDirectory(source, { refuse, checkCount }) {
  const { count, start, size } = findDirectory(source, refuse);
  if (size > longestDirectory || count * entryBytes > size)
    throw refuse('the directory of its zip does not fit the file');
  checkCount?.(count);
  const bytes = source.read(start, size);
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let at = 0; entries.length < count; ) {
    const { entry, next } = readEntry(bytes, at, refuse);
    entries.push(entry);
    at = next;
  }
  return { entries, start };
}

/**
 * Where the bytes of a member begin.
 * @param {ByteRanges} source
 * @param {ZipEntry} entry
 * @param {() => Error} misplaced makes the error where its local header says another name
 */
export function zipDataStart(source, { name, header }, misplaced) {
  const view = viewOf(source.read(header, localBytes));
  const nameBytes = view.getUint16(26, true);
  const said = new TextDecoder().decode(source.read(header + localBytes, nameBytes));
  if (view.getUint32(0, true) !== localSignature || said !== name) throw misplaced();
  return header + localBytes + nameBytes + view.getUint16(28, true);
}

/** @param {ByteRanges} source @param {Refuse} refuse */
function findDirectory(source, refuse) {
  const length = Math.min(source.size, endBytes + longestComment);
  const tailStart = source.size - length;
  const tail = viewOf(source.read(tailStart, length));
  for (let at = length - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endSignature || at + endBytes + tail.getUint16(at + 20, true) !== length) continue;
    if (tail.getUint16(at + 4, true) !== 0 && tail.getUint16(at + 4, true) !== 0xffff) throw severalFiles(refuse);
    const count = tail.getUint16(at + 10, true);
    const size = tail.getUint32(at + 12, true);
    const start = tail.getUint32(at + 16, true);
    const large = count === 0xffff || size === 0xffffffff || start === 0xffffffff;
    return large ? findDirectory64(source, tailStart + at - 20, refuse) : { count, size, start };
  }
  throw refuse('its zip has no directory: the file is cut off');
}

/** @param {ByteRanges} source @param {number} locatorAt @param {Refuse} refuse */
function findDirectory64(source, locatorAt, refuse) {
  const locator = viewOf(source.read(locatorAt, 20));
  if (locator.getUint32(0, true) !== locator64Signature) throw refuse('the zip64 directory is missing');
  const end = viewOf(source.read(largeNumber(locator, 8), 56));
  if (end.getUint32(0, true) !== end64Signature) throw refuse('the zip64 directory is missing');
  if (end.getUint32(16, true) !== 0 || end.getUint32(20, true) !== 0) throw severalFiles(refuse);
  return { count: largeNumber(end, 32), size: largeNumber(end, 40), start: largeNumber(end, 48) };
}

/** @param {Uint8Array} bytes @param {number} at @param {Refuse} refuse @returns {{ entry: ZipEntry, next: number }} */
function readEntry(bytes, at, refuse) {
  const view = viewOf(bytes);
  if (at + entryBytes > bytes.length || view.getUint32(at, true) !== entrySignature) throw brokenDirectory(refuse);
  const nameBytes = view.getUint16(at + 28, true);
  const extraAt = at + entryBytes + nameBytes;
  const extraBytes = view.getUint16(at + 30, true);
  const next = extraAt + extraBytes + view.getUint16(at + 32, true);
  if (next > bytes.length) throw brokenDirectory(refuse);
  const small = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  const [size = 0, packed = 0, header = 0] = largeFields(
    viewOf(bytes.subarray(extraAt, extraAt + extraBytes)),
    small,
    refuse,
  );
  const entry = {
    name: new TextDecoder().decode(bytes.subarray(at + entryBytes, extraAt)),
    ...{ header, size, packed },
    method: view.getUint16(at + 10, true),
    flags: view.getUint16(at + 8, true),
    crc32: view.getUint32(at + 16, true),
    mode: view.getUint32(at + 38, true) >>> 16,
  };
  return { entry, next };
}

/**
 * Sizes and places that need 64 bits stand in the extra field 1, those that are all ones in the entry, in this order.
 * @param {DataView} extra @param {number[]} small @param {Refuse} refuse
 */
function largeFields(extra, small, refuse) {
  let field = -1;
  for (let at = 0; at + 4 <= extra.byteLength && field < 0; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) === 1) field = at + 4;
  }
  return small.map((value) => {
    if (value !== 0xffffffff) return value;
    if (field < 0 || field + 8 > extra.byteLength) throw brokenDirectory(refuse);
    field += 8;
    return largeNumber(extra, field - 8);
  });
}

/** @param {DataView} view @param {number} at */
function largeNumber(view, at) {
  return Number(view.getBigUint64(at, true));
}

/** @param {Uint8Array} bytes */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @param {Refuse} refuse */
function brokenDirectory(refuse) {
  return refuse('the directory of its zip is broken');
}

/** @param {Refuse} refuse */
function severalFiles(refuse) {
  return refuse('its zip is split over several files', 'Join them first');
}
