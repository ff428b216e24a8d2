import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { diskRemedy } from '@/scripts/setup/diskRemedy.mjs';
import { isGone } from '@/test/support/isGone';

const module = fileURLToPath(new URL('../../../scripts/setup/children.mjs', import.meta.url));

describe('programs of the set-up', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)(
    'end with it and with all that they started, even where they do not listen (%s)',
    async (signal, code) => {
      const stubborn = 'trap "" TERM INT HUP; sleep 600 & echo $$ $!; wait; wait';
      const program = `
      import { exitOnSignals, startChild } from ${JSON.stringify(module)};
      exitOnSignals();
      startChild('sh', ['-c', ${JSON.stringify(stubborn)}], { stdio: ['ignore', 'inherit', 'inherit'] });`;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
      const exit = once(child, 'exit');
      child.kill(signal);
      expect(await exit).toEqual([code, null]);
      // A killed process may still be on its way out on a busy machine.
      for (const pid of String(line).trim().split(' '))
        await expect.poll(() => isGone(Number(pid)), { timeout: 30_000 }).toBe(true);
    },
  );

  it('name the disk as the reason where it is', () => {
    expect(diskRemedy('npm error code ENOSPC')).toMatch(/disk is full/);
    expect(diskRemedy("ERROR: [Errno 28] No space left on device: '/x'")).toMatch(/disk is full/);
    expect(diskRemedy('g++: Read-only file system')).toMatch(/read-only/);
    expect(diskRemedy('[Errno 13] Permission denied')).toMatch(/chown/);
    expect(diskRemedy('connect ECONNREFUSED')).toBeUndefined();
  });
});
