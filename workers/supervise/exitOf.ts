import type { ChildProcess } from 'node:child_process';
import type { ChildExit } from './endOfExit';

const lastWordsMs = 2000;
const unkillableMs = 15_000;

/**
 * Waits until a child is gone and its output is read to its end, unless something else holds the pipes open.
 * @param killed aborted when the child was sent SIGKILL: one that hangs in the kernel, in a read of a dead network drive, goes only when
 *   that comes back, and is not waited for. What it would still write is refused, since another attempt has begun.
 */
export function exitOf(child: ChildProcess, killed: AbortSignal): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => {
      const exit = { code, signal, error: null };
      child.once('close', () => resolve(exit));
      setTimeout(() => resolve(exit), lastWordsMs);
    });
    const giveUp = () =>
      setTimeout(() => resolve({ code: null, signal: 'SIGKILL', error: null }), unkillableMs).unref();
    killed.addEventListener('abort', giveUp, { once: true });
  });
}
