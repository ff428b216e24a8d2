import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a text file, '' where there is none. */
export function endOfFile(file: string, lines = 12): string {
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, 16_384));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    return tail.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(descriptor);
  }
}
