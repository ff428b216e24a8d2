import type { Db } from '@/server/db';
import type { JobLease } from '@/server/jobs/jobLease';
import { type JobProgress, reportJob } from '@/server/jobs/reportJob';
import { retryTransient } from '@/server/retryTransient';
import { signOfLife } from '@/workers/ml/lifeSigns';

export type JobReporter = {
  /** The time to go is estimated from the pieces of this attempt, those found ready left out. Never waits. */
  progress(pieces: { done: number; total: number; ready: number }): void;
  /** Resolves when everything said is written. @throws AppError fenced */
  drain(): Promise<void>;
};

const everyMs = 500;

/** What a process has to say about its job, written at most twice a second. @param onRefused called once when a write is refused */
export function createJobReporter(options: {
  db: Db;
  lease: JobLease;
  onRefused: (error: unknown) => void;
}): JobReporter {
  const { db, lease, onRefused } = options;
  const begin = performance.now();
  let latest: JobProgress | null = null;
  let sending: Promise<void> | null = null;
  let failure: unknown;

  async function sendLatest(): Promise<void> {
    const progress = latest;
    latest = null;
    if (progress === null || failure !== undefined) return;
    try {
      await retryTransient(() => reportJob(db, lease, progress));
    } catch (error) {
      failure = error;
      onRefused(error);
    }
  }

  function send(): Promise<void> {
    sending ??= sendLatest().finally(() => {
      sending = null;
    });
    return sending;
  }

  let timer: NodeJS.Timeout | undefined;
  return {
    progress({ done, total, ready }) {
      signOfLife();
      const made = done - ready;
      const secondsEach = (performance.now() - begin) / 1000 / made;
      latest = { done, total, etaSeconds: made > 0 ? secondsEach * (total - done) : null };
      timer ??= setTimeout(() => {
        timer = undefined;
        void send();
      }, everyMs);
    },
    async drain() {
      clearTimeout(timer);
      timer = undefined;
      while (sending !== null || (latest !== null && failure === undefined)) await send();
      if (failure !== undefined) throw failure;
    },
  };
}
