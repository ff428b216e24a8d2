import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporaryFolder';

/** Files of /proc and /sys as a kernel would show them, under a folder: a machine of 16 GiB, 12 of them free. */
export function fakeKernel(files: Record<string, string>): {
  root: string;
  write(files: Record<string, string>): void;
} {
  const root = temporaryFolder();
  const write = (changes: Record<string, string>) => {
    for (const [name, text] of Object.entries(changes)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  };
  const kilobytes = (gib: number) => `${gib * 2 ** 20} kB`;
  write({ 'proc/meminfo': `MemTotal: ${kilobytes(16)}\nMemFree: 1 kB\nMemAvailable:   ${kilobytes(12)}\n`, ...files });
  return { root, write };
}
