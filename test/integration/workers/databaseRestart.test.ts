import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '@/prisma/migrate';
import { type PostgresServer, startPostgres } from '@/scripts/postgres/startPostgres';
import { createExperiment } from '@/server/experiments/createExperiment';
import { retryTransient } from '@/server/retryTransient';
import { createLab, type Lab } from '@/test/support/createLab';
import { isGone } from '@/test/support/isGone';
import { readCurve } from '@/test/support/readCurve';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';

let folder: string;
let server: PostgresServer;
let lab: Lab;

const start = () => startPostgres({ folder, logFile: join(folder, 'postgres.log') });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fovea-restart-'));
  chmodSync(folder, 0o755);
  server = await start();
  await migrate(server.url);
  lab = await createLab({ databaseUrl: server.url });
});
afterAll(async () => {
  await lab.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('a run goes on through a restart and a crash of the database: one attempt, every point and log line once', async () => {
  const steps = 300;
  lab.plan({ steps, checkpointEvery: 50 });
  lab.startSupervisor();
  const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
  const [id] = (await createExperiment(lab.db, smallSpec({ cells }))).runIds;
  const run = () => retryTransient(() => lab.db.task.findUniqueOrThrow({ where: { id: id! } }));
  const reaches = (step: number) => waitUntil(`step ${step}`, async () => (await run()).step >= step);

  await reaches(40);
  await server.stop();
  await sleep(1500); // the run goes on meanwhile and keeps what it measures
  server = await start();

  await reaches(150);
  process.kill(server.pid, 'SIGKILL');
  await waitUntil('Postgres is gone', async () => isGone(server.pid));
  server = await start();

  await waitUntil('finished', async () => (await run()).status === 'SUCCEEDED');
  const curve = await readCurve(lab.db, id!);
  expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, step) => step));
  const attempts = await lab.db.taskAttempt.findMany({ where: { taskId: id! } });
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['SUCCEEDED']);
  const lines = await lab.db.logLine.findMany({
    where: { runId: id!, text: { startsWith: 'step ' } },
    orderBy: { id: 'asc' },
  });
  expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: steps }, (_, step) => `step ${step}`));
});
