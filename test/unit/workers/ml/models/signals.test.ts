import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../../support/trainUnderSignals.ts', import.meta.url));

/** Last line of the script's output; `pester` sends it signals from when it is ready until it ends. */
function train(pester: boolean): Promise<{ code: number | null; lastLine: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (pester && !timer && output.includes('ready')) timer = setInterval(() => child.kill('SIGWINCH'), 1);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ code, lastLine: output.trim().split('\n').at(-1) ?? '' });
    });
  });
}

it('signals that interrupt the native kernels change no bit of the weights (its sgemm corrupts the heap)', async () => {
  const undisturbed = await train(false);
  expect(undisturbed).toMatchObject({ code: 0, lastLine: expect.stringMatching(/^weights [0-9a-f]{64}$/) });
  expect(await train(true)).toEqual(undisturbed);
});
