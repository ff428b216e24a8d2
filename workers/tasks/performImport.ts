import { setInterval as ticks } from 'node:timers/promises';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { env } from '@/server/env';
import { retryTransient } from '@/server/retryTransient';
import { markStill } from '@/server/tasks/markStill';
import type { ImportHandler } from '@/workers/jobs/importHandler';
import { RunStopped } from '@/workers/ml/run/runHost';
import { createRoomWait } from '@/workers/report/createRoomWait';
import type { TaskContext, TaskHandler } from './taskHandler';

const stopPollMs = 100;

/** An import as a task: its wishes to stop become a signal, its pieces progress with the time to go. */
export function performImport(handler: ImportHandler): TaskHandler {
  return async (context) => {
    const { db, lease, input, reporter } = context;
    const stopping = new AbortController();
    const done = new AbortController();
    void relayStop(context, { stopping, done: done.signal });
    const { FOVEA_CACHE, FOVEA_FFMPEG } = env();
    const began = performance.now();
    try {
      return await handler({
        ...{ db, lease, input, signal: stopping.signal },
        progress({ done: finished, total, ready }) {
          // The time to go is that of the pieces of this attempt; those found ready took none.
          const made = finished - ready;
          const secondsEach = (performance.now() - began) / 1000 / made;
          if (reporter.failure() !== undefined) return; // the signal says it
          reporter.progress({
            ...{ phase: null, step: 0, totalSteps: 0, progress: total > 0 ? finished / total : 0 },
            etaSeconds: made > 0 ? secondsEach * (total - finished) : null,
            count: { done: finished, total, perSecond: made > 0 ? 1 / secondsEach : null },
          });
        },
        whenThereIsRoom: createRoomWait({
          assertWanted: () => stopping.signal.throwIfAborted(),
          tell: (word) => retryTransient(() => markStill(db, lease, word)),
          log: (level, text) => reporter.log(level, text),
        }),
        paths: { artifactsRoot: artifactsRoot(), cacheRoot: FOVEA_CACHE, ffmpegPath: FOVEA_FFMPEG ?? 'ffmpeg' },
      });
    } finally {
      done.abort();
    }
  };
}

/** A wish to stop, and a refused write, which are asked for, become a signal that others can listen to. */
async function relayStop(
  { stop, reporter }: TaskContext,
  { stopping, done }: { stopping: AbortController; done: AbortSignal },
): Promise<void> {
  try {
    for await (const _ of ticks(stopPollMs, undefined, { signal: done })) {
      if (stopping.signal.aborted) continue;
      const wish = stop.requested();
      if (wish !== 'no') stopping.abort(new RunStopped(wish));
      else if (reporter.failure() !== undefined) stopping.abort(reporter.failure());
    }
  } catch {
    // the import is done
  }
}
