import { readFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { cgroupFolders } from './cgroupFolders';

/** Memory that the processes here may use [bytes]. */
export type MemoryLimit = {
  total: number;
  /** What is free now, caches that can be dropped included. */
  available: number;
  /** `cgroup`: a container or a unit gives less than the machine has. */
  source: 'machine' | 'cgroup';
};

/**
 * What this machine or the cgroup of a process has, whichever is less.
 * @param root where /proc and /sys are, for tests
 * @param pid a process; left out: this one
 */
export async function readMemoryLimit(root = '/', pid?: number): Promise<MemoryLimit> {
  const meminfo = await readFile(join(root, 'proc/meminfo'), 'utf8').catch(() => null);
  if (meminfo === null) return { total: totalmem(), available: freemem(), source: 'machine' }; // no Linux
  const field = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1] ?? 0);
  const machine = field('MemTotal');
  const groups = (await Promise.all((await cgroupFolders(root, pid)).map(readGroup))).flatMap((group) => group ?? []);
  const least = Math.min(...groups.map(({ limit }) => limit));
  const free = groups.map(({ limit, used }) => Math.max(0, limit - used));
  const available = Math.min(field('MemAvailable'), ...free);
  const source = least < machine ? 'cgroup' : 'machine';
  return { total: Math.min(least, machine), available, source };
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
