// @ts-check
import { closeSync, createReadStream, createWriteStream, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { readZipDirectory, zipDataStart } from '../../files/zipDirectory.mjs';

const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks the files of a zip for which `target` names a path relative to `folder`; checks their length and CRC-32.
 * @param {string} file
 * @param {{ folder: string, target: (name: string) => string | undefined, onProgress?: (done: number, total: number) => void }} options
 * @returns {Promise<number>} bytes written
 */
export async function unzip(file, { folder, target, onProgress }) {
  /** @param {string} reason */
  const refuse = (reason) => new Error(`${file} cannot be unpacked: ${reason}.`);
  const descriptor = openSync(file, 'r');
  try {
    const source = rangesOf(descriptor, refuse);
    const wanted = readZipDirectory(source, { refuse }).entries.flatMap((entry) => {
      const place = entry.name.endsWith('/') ? undefined : target(entry.name);
      return place ? [{ entry, place: path.join(folder, place) }] : [];
    });
    const total = wanted.reduce((sum, { entry }) => sum + entry.size, 0);
    let done = 0;
    for (const { entry, place } of wanted) {
      const start = zipDataStart(source, entry, () => refuse(`the place of ${entry.name} holds something else`));
      const onChunk = (/** @type {number} */ bytes) => {
        done += bytes;
        onProgress?.(done, total);
      };
      await unpackEntry(file, { entry, place, start, onChunk });
    }
    return total;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * @param {number} descriptor
 * @param {(reason: string) => Error} refuse
 */
function rangesOf(descriptor, refuse) {
  const { size } = fstatSync(descriptor);
  return {
    size,
    read: (/** @type {number} */ offset, /** @type {number} */ length) => {
      if (offset + length > size) throw refuse('it is cut off');
      const bytes = new Uint8Array(length);
      if (readSync(descriptor, bytes, 0, length, offset) !== length) throw refuse('it is cut off');
      return bytes;
    },
  };
}

/**
 * @param {string} file
 * @param {{ entry: import('../../files/zipDirectory.mjs').ZipEntry, place: string, start: number, onChunk: (bytes: number) => void }} options
 */
async function unpackEntry(file, { entry, place, start, onChunk }) {
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new Error(`${entry.name} in ${file} is packed in a way (${entry.method}) that is not known.`);
  }
  let sum = 0;
  let size = 0;
  const check = new Transform({
    transform(chunk, _encoding, next) {
      sum = crc32(chunk, sum);
      size += chunk.length;
      onChunk(chunk.length);
      next(null, chunk);
    },
  });
  mkdirSync(path.dirname(place), { recursive: true });
  const source = createReadStream(file, { start, end: Math.max(start, start + entry.packed - 1) });
  const output = createWriteStream(place, { mode: entry.mode & 0o111 ? 0o755 : 0o644 });
  try {
    if (entry.size === 0) await finished(output.end());
    else if (entry.method === DEFLATED) await pipeline(source, createInflateRaw(), check, output);
    else await pipeline(source, check, output);
  } catch (cause) {
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (cause);
    if (!code.startsWith('Z_')) throw cause; // a full disk, for instance
    throw new Error(`${entry.name} in ${file} is damaged.`, { cause });
  }
  if (size !== entry.size || sum !== entry.crc32) throw new Error(`${entry.name} in ${file} is damaged.`);
}
