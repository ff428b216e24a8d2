import { copyFile, link, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '@/files/writeWhole.mjs';
import { artifactPath } from './artifactPath';
import { diskFull } from './diskFull';

/**
 * Makes a durable file an artifact without writing its bytes again: both names stand for the same file until the caller removes its own.
 * Whatever lies under the hash is replaced. A file system without hard links gets a copy.
 * @param root folder of all artifacts, on the same disk as `path`
 * @param sha256 of the bytes of the file
 * @throws AppError disk_full
 */
export async function linkArtifact(root: string, path: string, sha256: string): Promise<void> {
  const target = artifactPath(root, sha256);
  const second = (temporary: string) => link(path, temporary).catch(() => copyFile(path, temporary));
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(target, second, { temporaryFolder: root, durable: true });
  } catch (cause) {
    throw await diskFull(root, 0, cause);
  }
}
