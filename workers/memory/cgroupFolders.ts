import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Folders of the memory cgroup of a process and of those around it, innermost first; version 2, then version 1. In a container the
 * path that the kernel names may lie outside of what is mounted: the mount itself is then the container's own group.
 * @param root where /proc and /sys are, for tests
 * @param pid a process; left out: this one
 */
export async function cgroupFolders(root = '/', pid?: number): Promise<string[]> {
  const membership = await readFile(join(root, 'proc', String(pid ?? 'self'), 'cgroup'), 'utf8').catch(() => '');
  return membership.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    if (controllers === '') return upwards(join(root, 'sys/fs/cgroup'), path);
    return controllers.split(',').includes('memory') ? upwards(join(root, 'sys/fs/cgroup/memory'), path) : [];
  });
}

function upwards(mount: string, path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return Array.from({ length: parts.length + 1 }, (_, k) => join(mount, ...parts.slice(0, parts.length - k)));
}
