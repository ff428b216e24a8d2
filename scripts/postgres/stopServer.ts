import { setTimeout as sleep } from 'node:timers/promises';
import { isServerOf } from './postmasterPid';

/**
 * Fast shutdown (SIGINT: open transactions are rolled back, then a checkpoint); immediate shutdown after 30 s, from which
 * PostgreSQL recovers at the next start. Resolves when the process is gone.
 */
export async function stopServer(pid: number, data: string): Promise<void> {
  const started = Date.now();
  let signal: NodeJS.Signals | undefined = 'SIGINT';
  while (isServerOf(pid, data)) {
    if (signal) process.kill(pid, signal);
    signal = undefined;
    await sleep(20);
    if (Date.now() - started > 30_000) signal = 'SIGQUIT';
  }
}
