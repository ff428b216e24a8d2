import { setTimeout as sleep } from 'node:timers/promises';
import { type RunStatus, runStatuses } from '@/domain/runStatus';
import { progressLine } from '@/scripts/progressLine';

type Watched = { status: RunStatus; done: number; total: number; etaSeconds: number | null };

/** How long a web server that is being started again may keep silent. */
const patienceMs = 120_000;
const answerMs = 30_000;

/** Shows how far a task is until it has ended. @returns undefined when it was interrupted */
export async function waitForImport<Task extends Watched>(options: {
  what: string;
  ask: (request: { signal: AbortSignal }) => Promise<Task>;
  signal: AbortSignal;
}): Promise<Task | undefined> {
  const { what, ask, signal } = options;
  const line = progressLine(what);
  let heard = Date.now();
  try {
    while (!signal.aborted) {
      try {
        const task = await ask({ signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) });
        heard = Date.now();
        if (task.total > 0) line.show(task);
        if (runStatuses[task.status].final) return task;
      } catch (error) {
        if (signal.aborted) return undefined;
        if (Date.now() - heard > patienceMs) throw error;
      }
      await sleep(500, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  } finally {
    line.end();
  }
}
