import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Postmaster = { pid: number; port: number };

/** What `postmaster.pid` says (line 1 the process, line 4 the port), or undefined when there is none or it is cut short. */
export function readPostmaster(data: string): Postmaster | undefined {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  return Number.isInteger(pid) && Number.isInteger(port) ? { pid, port } : undefined;
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { stdio: 'pipe' }).toString();
  } catch {
    return '';
  }
}

/** Whether this process is a PostgreSQL server on this data folder. A process id alone proves nothing after a reboot. */
export function isServerOf(pid: number, data: string): boolean {
  const command = commandLine(pid);
  return command.includes('postgres') && command.includes(data);
}
