import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupFolders } from '@/workers/memory/cgroupFolders';

/** A memory cgroup below that of this process. */
export type OwnCgroup = { take(pid: number): void; remove(): void };

/** @returns the group, or why this machine gives none (as a rule: not root, or a container that may not) */
export async function ownCgroup(limitBytes: number): Promise<OwnCgroup | string> {
  const [parent] = await cgroupFolders();
  if (parent === undefined || !existsSync(parent)) return 'this machine shows no memory cgroup';
  const folder = join(parent, `fovea-test-${process.pid}`);
  try {
    mkdirSync(folder);
    const file = ['memory.max', 'memory.limit_in_bytes'].find((name) => existsSync(join(folder, name)));
    if (file === undefined) throw new Error('the new cgroup has no memory controller');
    writeFileSync(join(folder, file), String(limitBytes));
  } catch (error) {
    if (existsSync(folder)) rmdirSync(folder);
    return `no cgroup can be made below ${parent} (${(error as Error).message})`;
  }
  return {
    take: (pid) => writeFileSync(join(folder, 'cgroup.procs'), String(pid)),
    remove: () => rmdirSync(folder),
  };
}
