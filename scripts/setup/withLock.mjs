// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from './tryLock.mjs';

/**
 * Runs `work` while no other process on this machine holds the lock of this name; waits for it.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(name, work, { onWait } = {}) {
  let release = await tryLock(name);
  if (!release) onWait?.();
  while (!release) {
    await sleep(300);
    release = await tryLock(name);
  }
  try {
    return await work();
  } finally {
    await release();
  }
}
