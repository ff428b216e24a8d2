import { setTimeout as sleep } from 'node:timers/promises';
import { type JobStatus, jobStatuses } from '@/domain/jobs';
import { progressLine } from '@/scripts/progressLine';

type Watched = { status: JobStatus; done: number; total: number; etaSeconds: number | null };

/** How long a web server that is being started again may keep silent. */
const patienceMs = 120_000;
const answerMs = 30_000;

/** Shows how far a job is until it has ended. @returns undefined when it was interrupted */
export async function waitForJob<Job extends Watched>(options: {
  what: string;
  ask: (request: { signal: AbortSignal }) => Promise<Job>;
  signal: AbortSignal;
}): Promise<Job | undefined> {
  const { what, ask, signal } = options;
  const line = progressLine(what);
  let heard = Date.now();
  try {
    while (!signal.aborted) {
      try {
        const job = await ask({ signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) });
        heard = Date.now();
        if (job.total > 0) line.show(job);
        if (jobStatuses[job.status].final) return job;
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
