// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWholeSync } from '../../files/writeWhole.mjs';
import { runChild } from './children.mjs';
import { diskRemedy } from './diskRemedy.mjs';
import { repository } from './paths.mjs';
import { SetupError } from './setupError.mjs';

/** @param {string} root */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json']) {
    hash.update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Runs `prisma generate` when the schema or Prisma changed since the last time.
 * Generating needs no schema engine, but Prisma downloads one first unless an executable is named: any will do.
 * @returns {Promise<boolean>} whether it ran
 */
export async function generateClient({ root = repository, force = false } = {}) {
  const stamp = path.join(root, 'node_modules', '.cache', 'fovea', 'prisma-client');
  const wanted = fingerprint(root);
  const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (!force && current && existsSync(path.join(root, 'prisma', 'generated', 'client.ts'))) return false;
  const cli = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  try {
    await runChild(process.execPath, [cli, 'generate'], { cwd: root, env });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const remedy = diskRemedy(message) ?? 'Mend prisma/schema.prisma and run the command again.';
    throw new SetupError(`prisma generate failed:\n${message}`, remedy);
  }
  writeWholeSync(stamp, wanted);
  return true;
}
