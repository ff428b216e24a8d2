// @ts-check
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this file belongs to. */
export const repository = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Everything a user makes lives here: database, data sets, checkpoints, artifacts, logs. Moved with FOVEA_HOME. */
export function foveaHome(env = process.env) {
  return path.resolve(env.FOVEA_HOME || path.join(repository, '.fovea'));
}

/**
 * What can be downloaded again lives here and is shared by all checkouts: libtensorflow, ffmpeg, the test browser.
 * Moved with FOVEA_CACHE.
 */
export function foveaCache(env = process.env) {
  return path.resolve(env.FOVEA_CACHE || path.join(homedir(), '.cache', 'fovea'));
}

/** The file that carries a lock on this checkout. @param {'setup' | 'build'} name */
export function lockFile(name) {
  return path.join(repository, '.locks', name);
}
