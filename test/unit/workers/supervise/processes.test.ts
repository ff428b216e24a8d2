import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { hostKey, isAlive } from '@/workers/supervise/hostKey';
import { readProcessUsage } from '@/workers/supervise/processUsage';

it('the CPU time of a process grows with its work and is counted in seconds', async () => {
  const before = await readProcessUsage(process.pid);
  const began = process.cpuUsage();
  let sum = 0;
  while (process.cpuUsage(began).user < 400_000) sum += Math.sqrt(sum + 1);
  const after = await readProcessUsage(process.pid);
  const grown = after!.cpuSeconds - before!.cpuSeconds;
  const { user, system } = process.cpuUsage(began);
  expect(sum).toBeGreaterThan(0);
  expect(grown).toBeGreaterThan(0.3);
  expect(grown).toBeLessThan((user + system) / 1e6 + 0.1);
});

it('resident memory is counted in MiB', async () => {
  const usage = await readProcessUsage(process.pid);
  const expected = process.memoryUsage.rss() / 2 ** 20;
  expect(Math.abs(usage!.residentMiB - expected)).toBeLessThan(expected / 4);
});

it('a process that has ended has no usage and is not alive', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  const pid = child.pid!;
  expect(isAlive(process.pid)).toBe(true);
  await once(child, 'exit');
  expect(isAlive(pid)).toBe(false);
  expect(await readProcessUsage(pid)).toBeNull();
});

it('two processes of one machine agree on the name under which their pids can be compared', async () => {
  const script = `import('@/workers/supervise/hostKey').then(({ hostKey }) => process.stdout.write(hostKey()))`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  expect(said).toBe(hostKey());
});
