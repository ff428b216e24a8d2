import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How often the kernel has killed processes because memory ran out, as numbers that rise; null where it does not tell. */
export type OomKills = {
  /** In some cgroups. */
  groups: number | null;
  /** On the whole machine. */
  machine: number | null;
};

/** @param folders of the cgroups (cgroupFolders.ts) @param root where /proc is, for tests */
export async function readOomKills(folders: string[], root = '/'): Promise<OomKills> {
  const counts = await Promise.all(
    folders.flatMap((folder) => [count(join(folder, 'memory.events')), count(join(folder, 'memory.oom_control'))]),
  );
  const known = counts.filter((number) => number !== null);
  return {
    // Version 2 counts a kill in every group around it, version 1 in one: the sum rises either way.
    groups: known.length === 0 ? null : known.reduce((sum, kills) => sum + kills, 0),
    machine: await count(join(root, 'proc/vmstat')),
  };
}

async function count(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = /^oom_kill (\d+)$/m.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
