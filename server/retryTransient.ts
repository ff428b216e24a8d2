import { setTimeout as sleep } from 'node:timers/promises';
import { isTransientDatabaseError } from './isTransientDatabaseError';

const firstPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * Does idempotent work again and again while the database is away, with growing pauses up to two seconds.
 * @param onWait called once, before the first pause
 * @throws whatever is not transient, and the last transient error once `signal` aborts
 */
export async function retryTransient<T>(
  work: () => Promise<T>,
  { signal, onWait }: { signal?: AbortSignal; onWait?: (error: unknown) => void } = {},
): Promise<T> {
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransientDatabaseError(error) || signal?.aborted) throw error;
      if (pause === firstPauseMs) onWait?.(error);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
