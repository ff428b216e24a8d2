// @ts-check
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a file so that an interruption leaves either the old content or the new one, never half of it.
 * @param {string} file
 * @param {string | Uint8Array} content
 * @param {{ mode?: number }} [options]
 */
export function writeFileAtomically(file, content, { mode = 0o644 } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, content, { mode, flush: true });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
