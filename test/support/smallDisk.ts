import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whether this process may mount a disk: only root may. */
export function mayMount(): boolean {
  const folder = mountSmallDisk(1);
  folder?.remove();
  return folder !== undefined;
}

export type SmallDisk = { folder: string; remove: () => void };

/** A disk of its own with so many MiB, open to every user; undefined where this process may not mount. */
export function mountSmallDisk(mebibytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'fovea-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=755`, 'tmpfs', folder]);
  if (status !== 0) {
    rmdirSync(folder);
    return undefined;
  }
  const remove = () => {
    spawnSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  };
  return { folder, remove };
}
