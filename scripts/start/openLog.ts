import { existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const LARGE_BYTES = 20e6;

/** Opens a log for appending; one that has grown large becomes `<name>.1` first. @returns the file descriptor */
export function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LARGE_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}
