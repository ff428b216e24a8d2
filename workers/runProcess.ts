import { createDb } from '@/server/db';
import { env } from '@/server/env';
import { beatHeart } from './report/beatHeart';
import { createReporter, type Reporter } from './report/createReporter';
import { endOf } from './report/endOf';
import type { EndMessage } from './report/messages';
import { performRun } from './report/performRun';
import { parseRunOptions } from './report/runOptions';
import { listenForStop } from './report/stopSignal';

/** The process that trains and evaluates one attempt of one run. It reports how it ended; ending the run is the supervisor's part. */
async function main(): Promise<void> {
  const stop = listenForStop();
  beatHeart();
  const options = parseRunOptions(process.argv.slice(2));
  const lease = { runId: options.run, attempt: options.attempt };
  const db = createDb(env().DATABASE_URL, { connections: 2, idleTransactionSeconds: env().FOVEA_LEASE_SECONDS });
  const reporter = createReporter({ db, lease, source: 'run' });
  let end: EndMessage['end'];
  try {
    await performRun({ db, lease, reporter, stop, options });
    await reporter.drain();
    end = { outcome: 'SUCCEEDED' };
  } catch (error) {
    end = endOf(error);
    if (end.outcome === 'FAILED') await sayWhy(reporter, end.code, error);
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
