import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '@/files/writeWhole.mjs';
import { artifactPath } from './artifactPath';
import { diskFull } from './diskFull';

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Makes bytes durable under their hash. Bytes that are there already are checked and kept. After a failure nothing is left behind.
 * @param root folder of all artifacts
 * @returns the SHA-256, lower-case hex
 * @throws AppError disk_full, naming the folder and the space that is left
 */
export async function writeBytes(root: string, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Of(bytes);
  const path = artifactPath(root, sha256);
  if (await holds(path, sha256, bytes.length)) return sha256;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, (temporary) => writeFile(temporary, bytes), { temporaryFolder: root, durable: true });
    return sha256;
  } catch (cause) {
    throw await diskFull(root, bytes.length, cause);
  }
}

async function holds(path: string, sha256: string, size: number): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats?.size === size && sha256Of(await readFile(path)) === sha256;
}
