import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactPath } from './artifactPath';
import { diskFull } from './diskFull';
import { syncFolder } from './syncFolder';
import { temporaryPrefix } from './writeBytes';

/**
 * Like `writeBytes` for what does not fit into memory: makes the pieces durable, one after the other, under the hash of the whole.
 * @param root folder of all artifacts
 * @returns the SHA-256 of all, lower-case hex, and their number of bytes
 * @throws AppError disk_full; whatever `pieces` throws. Nothing is left behind then.
 */
export async function writeStream(
  root: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ sha256: string; size: number }> {
  const temporary = join(root, `${temporaryPrefix}${randomUUID()}`);
  let size = 0;
  try {
    await mkdir(root, { recursive: true });
    const hash = createHash('sha256');
    const file = await open(temporary, 'wx', 0o644);
    try {
      for await (const piece of pieces) {
        hash.update(piece);
        size += piece.length;
        await file.writeFile(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    const path = artifactPath(root, sha256);
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return { sha256, size };
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw await diskFull(root, size, cause);
  }
}
