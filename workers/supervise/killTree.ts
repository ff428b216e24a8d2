import type { ChildProcess } from 'node:child_process';
import { readProcessTree } from './processTree';

/** Ends a child with everything that it started: a program that was stopped would not notice that its parent is gone. */
export async function killTree(child: ChildProcess): Promise<void> {
  const tree =
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null
      ? []
      : await readProcessTree(child.pid);
  child.kill('SIGKILL');
  for (const { pid } of tree.slice(1)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  }
}
