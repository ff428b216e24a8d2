// @ts-check
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const groupAndOthersWrite = 0o022;

/**
 * tsx keeps compiled code in a folder of the temporary one whose name everybody can guess, and runs what lies there. Where that folder
 * is not ours alone to write to, tsx shall compile anew every time, here and in the processes that are started from here.
 */
export function guardTsxCache(env = process.env, folder = path.join(tmpdir(), `tsx-${process.geteuid?.()}`)) {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // it is there, or cannot be: looked at below
  }
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  const ours = stats?.isDirectory() && stats.uid === process.geteuid?.() && (stats.mode & groupAndOthersWrite) === 0;
  if (!ours) env.TSX_DISABLE_CACHE = '1';
}
