// @ts-check
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { readZipDirectory } from './readZipDirectory.mjs';

const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks the files of a zip for which `target` names a path relative to `folder`; checks their length and CRC-32.
 * @param {string} file
 * @param {{ folder: string, target: (name: string) => string | undefined, onProgress?: (done: number, total: number) => void }} options
 * @returns {Promise<number>} bytes written
 */
export async function unzip(file, { folder, target, onProgress }) {
  const wanted = readZipDirectory(file).flatMap((entry) => {
    const place = entry.name.endsWith('/') ? undefined : target(entry.name);
    return place ? [{ entry, place: path.join(folder, place) }] : [];
  });
  const total = wanted.reduce((sum, { entry }) => sum + entry.size, 0);
  let done = 0;
  const handle = await open(file, 'r');
  try {
    for (const { entry, place } of wanted) {
      const header = Buffer.alloc(30);
      await handle.read(header, 0, 30, entry.offset);
      const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
      const onChunk = (/** @type {number} */ bytes) => {
        done += bytes;
        onProgress?.(done, total);
      };
      await unpackEntry(file, { entry, place, start, onChunk });
    }
  } finally {
    await handle.close();
  }
  return total;
}

/**
 * @param {string} file
 * @param {{ entry: import('./readZipDirectory.mjs').ZipEntry, place: string, start: number, onChunk: (bytes: number) => void }} options
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
  const source = createReadStream(file, { start, end: Math.max(start, start + entry.compressed - 1) });
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
