import { readFileSync, writeFileSync } from 'node:fs';

/** Flips the lowest bit of one byte of a file, by default of the one in the middle, as a failing disk would. */
export function flipByte(file: string, at?: number): void {
  const bytes = readFileSync(file);
  const place = at ?? bytes.length >> 1;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
