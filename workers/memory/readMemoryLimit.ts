import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Memory that the processes here may use [bytes]. */
export type MemoryLimit = {
  total: number;
  /** What is free now, caches that can be dropped included. */
  available: number;
  /** `cgroup`: a container or a unit gives less than the machine has. */
  source: 'machine' | 'cgroup';
};

/**
 * What this machine or the cgroup of this process has, whichever is less.
 * @param root where /proc and /sys are, for tests
 */
export async function readMemoryLimit(root = '/'): Promise<MemoryLimit> {
  const meminfo = await readFile(join(root, 'proc/meminfo'), 'utf8');
  const field = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1] ?? 0);
  const machine = field('MemTotal');
  const groups = (await Promise.all((await cgroupFolders(root)).map(readGroup))).flatMap((group) => group ?? []);
  const least = Math.min(...groups.map(({ limit }) => limit));
  const free = groups.map(({ limit, used }) => Math.max(0, limit - used));
  const available = Math.min(field('MemAvailable'), ...free);
  return least < machine
    ? { total: least, available, source: 'cgroup' }
    : { total: machine, available, source: 'machine' };
}

/**
 * Folders of the memory cgroup of this process and of those around it, innermost first; version 2, then version 1. In a container the
 * path that the kernel names may lie outside of what is mounted: the mount itself is then the container's own group.
 */
export async function cgroupFolders(root = '/'): Promise<string[]> {
  const membership = await readFile(join(root, 'proc/self/cgroup'), 'utf8').catch(() => '');
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

/** Limit and use of one cgroup; null where it has no limit or is not there. */
async function readGroup(folder: string): Promise<{ limit: number; used: number } | null> {
  const number = async (name: string) => Number(await readFile(join(folder, name), 'utf8').catch(() => 'none'));
  for (const [limitFile, usedFile] of [
    ['memory.max', 'memory.current'],
    ['memory.limit_in_bytes', 'memory.usage_in_bytes'],
  ] as const) {
    const [limit, used] = await Promise.all([number(limitFile), number(usedFile)]);
    if (!Number.isFinite(limit) || !Number.isFinite(used)) continue; // `max`, or no such file
    const stat = await readFile(join(folder, 'memory.stat'), 'utf8').catch(() => '');
    const cached = Number(/^(?:total_)?inactive_file (\d+)$/m.exec(stat)?.[1] ?? 0);
    return { limit, used: used - cached };
  }
  return null;
}
