// @ts-check
import { existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { megabytes } from './megabytes.mjs';
import { SetupError } from './setupError.mjs';

/** Bytes that an ordinary user may still write where this path is, or will be. @param {string} place */
export function freeBytes(place) {
  let folder = path.resolve(place);
  while (!existsSync(folder)) folder = path.dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * @param {string} place
 * @param {{ bytes: number, what: string, variable: string }} need
 */
export function requireDisk(place, { bytes, what, variable }) {
  const free = freeBytes(place);
  if (free >= bytes) return;
  throw new SetupError(
    `${what} needs ${megabytes(bytes)} in ${place}, where ${megabytes(free)} are free.`,
    `Make room, or name a folder on another disk with ${variable}.`,
  );
}
