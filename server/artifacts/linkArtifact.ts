import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactPath } from './artifactPath';
import { diskFull } from './diskFull';
import { syncFolder } from './syncFolder';
import { temporaryPrefix } from './writeBytes';

/**
 * Makes a durable file an artifact without writing its bytes again: both names stand for the same file until the caller removes its own.
 * Whatever lies under the hash is replaced. A file system without hard links gets a copy.
 * @param root folder of all artifacts, on the same disk as `path`
 * @param sha256 of the bytes of the file
 * @throws AppError disk_full
 */
export async function linkArtifact(root: string, path: string, sha256: string): Promise<void> {
  const target = artifactPath(root, sha256);
  const temporary = join(root, `${temporaryPrefix}${randomUUID()}`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await link(path, temporary).catch(() => copyDurably(path, temporary));
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    throw await diskFull(root, 0, cause);
  } finally {
    await rm(temporary, { force: true }); // a rename between two names of one file does nothing
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
