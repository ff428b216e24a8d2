import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/domain/errors';
import { endOfFile } from './endOfFile';
import type { KeptProcess } from './keepRunning';

export type WaitForWebOptions = {
  web: KeptProcess;
  logFile: string;
  headers: Record<string, string>;
  timeoutSeconds?: number;
  signal?: AbortSignal;
};

/** Resolves when the web server answers its home page. @throws AppError internal when it dies or stays silent */
export async function waitForWeb(
  url: string,
  { web, logFile, headers, timeoutSeconds = 90, signal }: WaitForWebOptions,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let last = 'no answer';
  const stop = signal ?? new AbortController().signal;
  while (Date.now() < deadline && web.deaths() === 0) {
    stop.throwIfAborted();
    try {
      const response = await fetch(url, {
        headers,
        redirect: 'manual',
        signal: AbortSignal.any([stop, AbortSignal.timeout(30_000)]),
      });
      await response.arrayBuffer();
      if (response.status < 500) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(100);
  }
  throw new AppError(
    'internal',
    `The web server did not come up (${last}). The end of ${logFile}:\n${endOfFile(logFile)}`,
  );
}
