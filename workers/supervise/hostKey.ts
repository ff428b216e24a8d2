import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names the set of processes within which pids can be compared: this boot of this machine, in this pid namespace. */
export function hostKey(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** False where no process has this pid; a pid that was given to another process counts as alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
