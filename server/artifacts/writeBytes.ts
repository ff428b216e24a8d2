import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactPath } from './artifactPath';
import { diskFull } from './diskFull';
import { syncFolder } from './syncFolder';

/** Files that are being written carry this prefix; what an interrupted process left is removed by the next collection (server/disk). */
export const temporaryPrefix = '.writing-';

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Makes bytes durable under their hash: temporary file, fsync, rename, fsync of the folder. Bytes that are there already are checked
 * and kept. After a failure nothing is left behind.
 * @param root folder of all artifacts
 * @returns the SHA-256, lower-case hex
 * @throws AppError disk_full, naming the folder and the space that is left
 */
export async function writeBytes(root: string, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Of(bytes);
  const path = artifactPath(root, sha256);
  if (await holds(path, sha256, bytes.length)) return sha256;
  const temporary = join(root, `${temporaryPrefix}${randomUUID()}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeDurably(temporary, bytes);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return sha256;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw await diskFull(root, bytes.length, cause);
  }
}

async function holds(path: string, sha256: string, size: number): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats?.size === size && sha256Of(await readFile(path)) === sha256;
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
