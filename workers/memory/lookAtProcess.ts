import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cgroupFolders } from './cgroupFolders';
import { readMemoryLimit } from './readMemoryLimit';
import { type OomKills, readOomKills } from './readOomKills';

/** What the kernel shows of a process and the memory around it at some moment. */
export type ProcessSight = {
  /** Resident [bytes]; null where the process is gone. */
  resident: number | null;
  /** Share of the address space that the process may have (`ulimit -v`), 0..1; 0 where there is no limit. */
  addressed: number;
  /** Memory that there is for it [bytes]. */
  total: number;
  /** Its cgroups, which outlive it, and the kills in them. */
  folders: string[];
  kills: OomKills;
};

/** @param root where /proc and /sys are, for tests */
export async function lookAtProcess(pid: number, root = '/'): Promise<ProcessSight> {
  const read = (name: string) => readFile(join(root, 'proc', String(pid), name), 'utf8').catch(() => '');
  const [status, limits, folders, { total }] = await Promise.all([
    read('status'),
    read('limits'),
    cgroupFolders(root, pid),
    readMemoryLimit(root, pid),
  ]);
  const field = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  const allowed = Number(/^Max address space\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  return {
    resident: field('VmRSS') || null,
    addressed: field('VmSize') / allowed,
    total,
    folders,
    kills: await readOomKills(folders, root),
  };
}
