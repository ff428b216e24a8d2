// @ts-check
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** @typedef {{ name: string, offset: number, compressed: number, size: number, method: number, crc32: number, mode: number }} ZipEntry */

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * The entries of a zip file (a wheel is one), read from its directory at the end. `offset` is that of the local header.
 * @param {string} file
 * @returns {ZipEntry[]}
 */
export function readZipDirectory(file) {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, 65_557)); // the end record and the longest comment it may carry
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
    if (end < 0) throw new Error(`${file} is not a zip file, or it is cut short.`);
    const directory = Buffer.alloc(tail.readUInt32LE(end + 12));
    readSync(descriptor, directory, 0, directory.length, tail.readUInt32LE(end + 16));
    return parseDirectory(directory, tail.readUInt16LE(end + 10));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * @param {Buffer} directory
 * @param {number} count
 */
function parseDirectory(directory, count) {
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let at = 0; entries.length < count; ) {
    if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('The directory of the zip file is damaged.');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      crc32: directory.readUInt32LE(at + 16),
      compressed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}
