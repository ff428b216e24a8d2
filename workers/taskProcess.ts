import { createDb } from '@/server/db';
import { env } from '@/server/env';
import { retryTransient } from '@/server/retryTransient';
import { startAttempt } from '@/server/tasks/startAttempt';
import { beatHeart } from './report/beatHeart';
import { createReporter, type Reporter } from './report/createReporter';
import { endOf } from './report/endOf';
import type { EndMessage } from './report/messages';
import { listenForStop } from './report/stopSignal';
import { performTask } from './tasks/performTask';
import { parseTaskOptions } from './tasks/taskOptions';

/** The process of one attempt at one task. It reports how the attempt ended; ending it is the supervisor's part. */
async function main(): Promise<void> {
  const stop = listenForStop();
  beatHeart();
  const options = parseTaskOptions(process.argv.slice(2));
  const held = { taskId: options.task, attempt: options.attempt };
  const db = createDb(env().DATABASE_URL, { connections: 2, idleTransactionSeconds: env().FOVEA_LEASE_SECONDS });
  let reporter: Reporter | null = null;
  let end: EndMessage['end'];
  try {
    const task = await retryTransient(() => startAttempt(db, held, { pid: process.pid }));
    const lease = { ...held, runId: task.runId };
    reporter = createReporter({ db, lease, source: 'run' });
    const result = await performTask({ db, lease, input: task.input, reporter, stop, options }, task);
    end = { outcome: 'SUCCEEDED', result };
  } catch (error) {
    end = endOf(error);
    if (end.outcome === 'FAILED' && reporter !== null) await sayWhy(reporter, end.code, error);
  }
  await sendToSupervisor({ type: 'ended', end });
  process.exit(0);
}

/** The stack of a bug goes into the log; what was said before it is written as well. */
async function sayWhy(reporter: Reporter, code: string, error: unknown): Promise<void> {
  try {
    if (code === 'internal' && error instanceof Error) reporter.log('error', error.stack ?? error.message);
    await reporter.drain();
  } catch {
    // the failure that is being reported is the reporter's own
  }
}

function sendToSupervisor(message: EndMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
}

await main();
