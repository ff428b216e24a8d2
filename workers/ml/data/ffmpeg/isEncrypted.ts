import { open } from 'node:fs/promises';
import { movBoxes } from './missingBytes';

/** More is no table of contents. */
const mostBytes = 64 * 2 ** 20;

/** Whether the pictures of an MP4 are encrypted: its table of contents then names them `encv` (ISO/IEC 23001-7). */
export async function isEncrypted(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for await (const { name, at, bytes } of movBoxes(file, size)) {
      if (name !== 'moov') continue;
      const moov = Buffer.alloc(Math.min(bytes, size - at, mostBytes));
      await file.read(moov, 0, moov.length, at);
      return moov.includes('encv', 0, 'latin1');
    }
    return false;
  } finally {
    await file.close();
  }
}
