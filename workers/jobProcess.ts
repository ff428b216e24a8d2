import { createDb } from '@/server/db';
import { env } from '@/server/env';
import { jobEndOf } from './jobs/jobEndOf';
import type { JobEndMessage } from './jobs/jobMessages';
import { parseJobOptions } from './jobs/jobOptions';
import { performJob } from './jobs/performJob';
import { beatHeart } from './report/beatHeart';
import { listenForStop } from './report/stopSignal';

/** The process that does one attempt at one job. It reports how it ended; ending the job is the supervisor's part. */
async function main(): Promise<void> {
  const stop = listenForStop();
  beatHeart();
  const lease = parseJobOptions(process.argv.slice(2));
  const { DATABASE_URL, FOVEA_LEASE_SECONDS } = env();
  const db = createDb(DATABASE_URL, { connections: 2, idleTransactionSeconds: FOVEA_LEASE_SECONDS });
  let end: JobEndMessage['end'];
  try {
    end = { outcome: 'SUCCEEDED', result: await performJob({ db, lease, stop }) };
  } catch (error) {
    end = jobEndOf(error);
  }
  await new Promise<void>((resolve) => {
    if (process.send) process.send({ type: 'ended', end } satisfies JobEndMessage, () => resolve());
    else resolve();
  });
  process.exit(0);
}

await main();
