import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time of processes in hundredths of a second, whatever the kernel's own tick is. */
const ticksASecond = 100;

/** A process as /proc/<pid>/stat tells it: CPU seconds of its own, and of the children that have ended and were waited for. */
export type ProcessStat = { pid: number; parent: number; ownSeconds: number; endedSeconds: number };

/** @param stat the line of /proc/<pid>/stat; the name in parentheses may hold anything */
export function parseStat(stat: string): ProcessStat {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const seconds = (at: number) => ((fields[at] ?? 0) + (fields[at + 1] ?? 0)) / ticksASecond;
  return { pid: Number.parseInt(stat, 10), parent: fields[1] ?? 0, ownSeconds: seconds(11), endedSeconds: seconds(13) };
}

/** All processes of the machine that can be seen. */
export function readProcesses(): ProcessStat[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [parseStat(readFileSync(`/proc/${name}/stat`, 'utf8'))];
    } catch {
      return []; // it ended in this moment
    }
  });
}

/** The processes under `root`, which itself is not among them. */
export function descendants(root: number, processes: readonly ProcessStat[]): ProcessStat[] {
  const children = new Map<number, ProcessStat[]>();
  for (const one of processes) children.set(one.parent, [...(children.get(one.parent) ?? []), one]);
  const found: ProcessStat[] = [];
  const queue = [...(children.get(root) ?? [])];
  for (let next = queue.pop(); next; next = queue.pop()) {
    found.push(next);
    queue.push(...(children.get(next.pid) ?? []));
  }
  return found;
}

/** CPU seconds of everything that ever ran under `root`, as far as those who ended were waited for. */
export function treeSeconds(root: number, processes: readonly ProcessStat[]): number {
  const own = processes.find(({ pid }) => pid === root)?.endedSeconds ?? 0;
  return descendants(root, processes).reduce((sum, one) => sum + one.ownSeconds + one.endedSeconds, own);
}

/**
 * Memory that the kernel cannot take back, pages shared by several processes counted once [MiB]: anonymous and shared memory of
 * /proc/<pid>/smaps_rollup, in proportion. Pages of files (libraries, decoded frames) are not counted.
 */
export function parseRollup(rollup: string): number {
  const of = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0);
  return (of('Pss_Anon') + of('Pss_Shmem')) / 1024;
}

export function treeMemory(root: number, processes: readonly ProcessStat[]): number {
  return descendants(root, processes).reduce((sum, { pid }) => {
    try {
      return sum + parseRollup(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    } catch {
      return sum; // it ended in this moment
    }
  }, 0);
}
