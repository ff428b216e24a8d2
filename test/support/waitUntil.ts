import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer (anything but false, null, undefined).
 * @throws when it takes longer than `seconds`, which no healthy run of a test comes near
 */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | false | null | undefined>,
  { seconds = 150 }: { seconds?: number } = {},
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer;
    await sleep(50);
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`);
}
