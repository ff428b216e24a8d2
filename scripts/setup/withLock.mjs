// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from './tryLock.mjs';

/**
 * Runs `work` while nobody else holds the lock of this file (see tryLock); waits for it.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void, signal?: AbortSignal }} [options] the reason of `signal` is thrown while it waits
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait, signal } = {}) {
  let release = await tryLock(file);
  if (!release) onWait?.();
  while (!release) {
    await sleep(300, undefined, { signal });
    release = await tryLock(file);
  }
  try {
    return await work();
  } finally {
    await release();
  }
}
