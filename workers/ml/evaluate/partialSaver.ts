import type { FinishedVideo } from '@/domain/evaluatedVideo';

/** Seconds of work that a crash may cost, and bytes of maps that may wait. */
const everySeconds = 2;
const mostBytes = 32 * 2 ** 20;

/** Keeps finished videos in small batches: every few seconds of work, not every video of a fast network. */
export type PartialSaver = { add(videos: FinishedVideo[]): Promise<void>; flush(): Promise<void> };

/** @param now a monotonic clock in milliseconds */
export function createPartialSaver(
  save: (videos: FinishedVideo[]) => Promise<void>,
  now = () => performance.now(),
): PartialSaver {
  let waiting: FinishedVideo[] = [];
  let savedAt = now();
  async function flush(): Promise<void> {
    if (waiting.length > 0) await save(waiting);
    waiting = [];
    savedAt = now();
  }
  return {
    async add(videos) {
      waiting.push(...videos);
      const bytes = waiting.reduce((sum, { maps }) => sum + (maps?.length ?? 0), 0);
      if (now() - savedAt > everySeconds * 1000 || bytes > mostBytes) await flush();
    },
    flush,
  };
}
