import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { databaseError } from '@/server/databaseError';
import { isTransientDatabaseError } from '@/server/isTransientDatabaseError';

export type Rounds = {
  /** Does the work again and again, with pauses between, until the signal aborts. A round that fails is followed by the next. */
  repeat(work: () => Promise<void>, options: { everyMs: number; until: AbortSignal }): Promise<void>;
};

/** Rounds of a process that must outlive every fault of the database; says once that something is wrong, not every round. */
export function createRounds(logger: Logger): Rounds {
  let fault = '';

  async function round(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (fault !== '') logger.info('All is well again.');
      fault = '';
    } catch (error) {
      const transient = isTransientDatabaseError(error);
      const next = databaseError(error)?.message ?? String(error);
      if (next === fault) return;
      fault = next;
      if (transient) logger.warn(`${fault} Trying again until it does.`);
      else logger.error({ err: error }, 'Unexpected error');
    }
  }

  return {
    async repeat(work, { everyMs, until }) {
      while (!until.aborted) {
        await round(work);
        await sleep(everyMs, undefined, { signal: until }).catch(() => undefined);
      }
    },
  };
}
