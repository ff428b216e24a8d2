import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bareRun } from '@/test/support/bareRun';
import { bytesUnder } from '@/test/support/bytesUnder';
import { createWorld } from '@/test/support/createWorld';
import { storeBytes } from '@/test/support/storeBytes';

let world: Awaited<ReturnType<typeof createWorld>>;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** What `npm run gc` prints, and how it ends. */
async function gc(...args: string[]): Promise<{ lines: string[]; code: number }> {
  const env = { ...process.env, DATABASE_URL: world.url, FOVEA_HOME: world.home };
  const run = promisify(execFile)(process.execPath, ['scripts/gc.mjs', ...args], { env });
  const { stdout, stderr, code } = await run.then(
    (said) => ({ ...said, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  return { lines: `${stdout}\n${stderr}`.split('\n'), code };
}

it('the command says what it would remove, then removes it; what was deleted of late goes with --now only', async () => {
  const { db, home } = world;
  const { id: experimentId } = await db.experiment.create({
    data: { name: 'E', spec: {}, deletedAt: new Date(Date.now() - 86_400_000) },
  });
  const runId = await bareRun(db, { experimentId });
  await db.task.update({ where: { id: runId }, data: { status: 'FAILED' } });
  const artifactId = await storeBytes(db, { home, bytes: Buffer.alloc(2 ** 20), mime: 'application/octet-stream' });
  await db.checkpoint.create({ data: { runId, step: 1, epoch: 1, final: true, artifactId } });

  const expected = await gc('--now', '--dry-run');
  expect(expected.lines).toContain('the bin: 4 rows');
  expect(expected.lines).toContain('Would free 5 rows, 1 file (1 MiB).');
  expect((await gc()).lines).toContain('Freed nothing.');
  expect(bytesUnder(join(home, 'artifacts'))).toBe(2 ** 20);
  expect((await gc('--now')).lines).toContain('Freed 5 rows, 1 file (1 MiB).');
  expect([bytesUnder(join(home, 'artifacts')), await db.experiment.count()]).toEqual([0, 0]);

  const wrong = await gc('--later');
  expect(wrong.code).toBe(1);
  expect(wrong.lines.join('\n')).toContain('npm run gc -- [--now] [--dry-run]');
});
