import { readFile } from 'node:fs/promises';

/** Linux counts CPU time of processes in hundredths of a second, whatever the kernel's own tick is. */
const ticksASecond = 100;

/** CPU time used so far and resident memory of a process, its children not counted; null where it is gone or there is no /proc. */
export async function readProcessUsage(pid: number): Promise<{ cpuSeconds: number; residentMiB: number } | null> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    // The name in parentheses may hold anything; fields 14 and 15 (utime, stime) are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const resident = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    if (resident === undefined) return null;
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksASecond,
      residentMiB: Number(resident) / 1024,
    };
  } catch {
    return null;
  }
}
