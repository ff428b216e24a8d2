import { spawn } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { computesInVain } from '@/domain/standingStill';
import { waitUntil } from '@/test/support/waitUntil';
import { createPulse } from '@/workers/supervise/createPulse';
import { readProcessTree } from '@/workers/supervise/processTree';

/** A real process that computes and says nothing. */
const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
afterAll(() => busy.kill('SIGKILL'));

const lookSeconds = 14;
const cpuSeconds = async () => (await readProcessTree(busy.pid!))[0]!.cpuSeconds;
/** Lets it compute for more than a hundredth of the time between two looks. */
async function compute(): Promise<void> {
  const before = await cpuSeconds();
  await waitUntil('it has computed', async () => (await cpuSeconds()) > before + 0.011 * lookSeconds);
}

/** Looks as the supervisor does, by a clock that only the test turns; between any two looks the process really computes, or its GPU is busy. */
function createWatch({ gpu }: { gpu: boolean }) {
  let now = 0;
  let signs = 0;
  const pulse = createPulse(busy.pid, () => now);
  return async (finished: number) => {
    now += lookSeconds;
    signs += finished;
    pulse.heard(signs);
    if (!gpu) await compute();
    return pulse.look(gpu);
  };
}

/** After pieces of work that took so many looks each, nothing more is finished. @returns how long until somebody says so, and what */
async function silence({ looksAPiece, gpu }: { looksAPiece: number; gpu: boolean }) {
  const look = createWatch({ gpu });
  for (let k = 0; k <= 3 * looksAPiece; k++) expect(await look(k % looksAPiece === 0 ? 1 : 0)).toBeNull();
  for (let k = 1; k < 100; k++) {
    const still = await look(0);
    if (still !== null) return { seconds: k * lookSeconds, still };
  }
  return null;
}

it('a process that computes, but finishes nothing for ten minutes, is seen as one that stands still, and why', async () => {
  const said = await silence({ looksAPiece: 2, gpu: false });
  expect(said).toEqual({ seconds: 602, still: { seconds: 602, idle: false, why: expect.any(String) } });
  expect(said!.still.why).toBe(`${computesInVain}; a piece of its work took 28 s at most before.`);
});

it('one whose pieces take long is given twenty times as long as the longest', async () => {
  expect(await silence({ looksAPiece: 3, gpu: true })).toMatchObject({ seconds: 840, still: { idle: false } });
});

it('one that has not said anything yet is judged only by whether it computes', async () => {
  const look = createWatch({ gpu: true });
  for (let k = 0; k < 60; k++) expect(await look(0)).toBeNull();
});
