import { readdir, readFile } from 'node:fs/promises';

/** Linux counts CPU time of processes in hundredths of a second, whatever the kernel's own tick is. */
const ticksASecond = 100;

/** `states`: letters of all its threads as ps shows them, R S D T Z; `cpuSeconds`: its own, and of children it has waited for. */
export type SeenProcess = { pid: number; name: string; states: string; cpuSeconds: number };

/** A process and everything under it that can be seen, itself first; empty where it is gone or there is no /proc. */
export async function readProcessTree(pid: number): Promise<SeenProcess[]> {
  const stat = await read(pid, 'stat');
  if (stat === null) return [];
  // The name in parentheses may hold anything; utime, stime, cutime, cstime are counted from behind it.
  const [open, close] = [stat.indexOf('('), stat.lastIndexOf(')')];
  const fields = stat.slice(close + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const [states, children] = await Promise.all([
    Promise.all(threads.map(async (thread) => stateOf(await read(pid, `task/${thread}/stat`)))),
    Promise.all(threads.map(async (thread) => (await read(pid, `task/${thread}/children`)) ?? '')),
  ]);
  const own = { pid, name: stat.slice(open + 1, close), states: states.join(''), cpuSeconds: ticks / ticksASecond };
  const under = children.join(' ').split(/\s+/).filter(Boolean).map(Number);
  return [own, ...(await Promise.all(under.map(readProcessTree))).flat()];
}

function stateOf(stat: string | null): string {
  return stat === null ? '' : stat.charAt(stat.lastIndexOf(')') + 2);
}

function read(pid: number, name: string): Promise<string | null> {
  return readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => null);
}
