import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '@/domain/errors';
import { fullDisk } from './fullDisk';

/** invalid_password: whoever listens there is not our server, or not with our password; waiting does not help. */
const WRONG_PASSWORD = '28P01';

export type WaitOptions = {
  isAlive: () => boolean;
  /** where the data lie */
  folder: string;
  logFile: string;
  timeoutSeconds?: number;
  signal?: AbortSignal;
};

function endOf(logFile: string): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n') : '';
}

/** Resolves when the server answers a query; crash recovery may take a while. */
export async function waitUntilReady(
  url: string,
  { isAlive, folder, logFile, timeoutSeconds = 120, signal }: WaitOptions,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => {}); // the connection attempt below reports it
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (cause) {
      const gone = !isAlive();
      if (gone || (cause as { code?: string }).code === WRONG_PASSWORD || Date.now() > deadline) {
        const full = gone ? fullDisk(folder, endOf(logFile)) : null;
        if (full) throw full;
        const why = gone ? 'stopped at once' : cause instanceof Error ? cause.message : String(cause);
        throw new AppError(
          'database_unreachable',
          `PostgreSQL did not start (${why}). Its log ${logFile} ends:\n${endOf(logFile)}`,
          {
            cause,
          },
        );
      }
      await sleep(40);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
