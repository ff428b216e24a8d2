import { setInterval as ticks } from 'node:timers/promises';
import { jobKindSchema } from '@/domain/jobs';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import type { Db } from '@/server/db';
import { env } from '@/server/env';
import type { JobLease } from '@/server/jobs/jobLease';
import { fencedJob } from '@/server/jobs/jobLease';
import { markJobStill } from '@/server/jobs/markJobStill';
import { logger } from '@/server/logger';
import { retryTransient } from '@/server/retryTransient';
import { RunStopped } from '@/workers/ml/run/runHost';
import { createRoomWait } from '@/workers/report/createRoomWait';
import type { StopSignal } from '@/workers/report/stopSignal';
import { createJobReporter } from './createJobReporter';
import { jobHandlers } from './jobHandlers';

const stopPollMs = 100;

/**
 * One attempt at a job, from its row to its result.
 * @throws RunStopped, AppError, and whatever is a bug
 */
export async function performJob({ db, lease, stop }: { db: Db; lease: JobLease; stop: StopSignal }): Promise<unknown> {
  const job = await retryTransient(() =>
    db.job.findFirst({
      where: { id: lease.jobId, attemptNumber: lease.attempt, status: 'RUNNING' },
      select: { kind: true, input: true },
    }),
  );
  if (!job) throw fencedJob(lease);
  const stopping = new AbortController();
  const reporter = createJobReporter({ db, lease, onRefused: (error) => stopping.abort(error) });
  const done = new AbortController();
  void relayStop({ stop, stopping, done: done.signal });
  const { FOVEA_CACHE, FOVEA_FFMPEG } = env();
  try {
    const result = await jobHandlers[jobKindSchema.parse(job.kind)]({
      ...{ db, lease, input: job.input, progress: reporter.progress, signal: stopping.signal },
      whenThereIsRoom: createRoomWait({
        assertWanted: () => stopping.signal.throwIfAborted(),
        tell: (word) => retryTransient(() => markJobStill(db, lease, word)),
        log: (level, text) => logger[level]({ job: lease.jobId }, text),
      }),
      paths: { artifactsRoot: artifactsRoot(), cacheRoot: FOVEA_CACHE, ffmpegPath: FOVEA_FFMPEG ?? 'ffmpeg' },
    });
    await reporter.drain();
    return result;
  } finally {
    done.abort();
  }
}

/** A wish to stop, which is asked for, becomes a signal that others can listen to. */
async function relayStop(options: { stop: StopSignal; stopping: AbortController; done: AbortSignal }): Promise<void> {
  const { stop, stopping, done } = options;
  try {
    for await (const _ of ticks(stopPollMs, undefined, { signal: done })) {
      const wish = stop.requested();
      if (wish !== 'no' && !stopping.signal.aborted) stopping.abort(new RunStopped(wish));
    }
  } catch {
    // the job is done
  }
}
