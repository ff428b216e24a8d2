import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { migrate } from '@/prisma/migrate';
import { startPostgres } from '@/scripts/postgres/startPostgres';
import { type KeptPostgres, keepPostgres } from '@/scripts/start/keepPostgres';
import { databaseError } from '@/server/databaseError';
import { createExperiment } from '@/server/experiments/createExperiment';
import { appRouter } from '@/server/routers/appRouter';
import { createCallerFactory } from '@/server/trpc';
import { createLab, type Lab } from '@/test/support/createLab';
import { readCurve } from '@/test/support/readCurve';
import { mayMount, mountSmallDisk, type SmallDisk } from '@/test/support/smallDisk';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';

const isRoot = mayMount();
if (!isRoot) console.warn('Skipped: only root may mount the small disk that these tests fill.');

let disk: SmallDisk;
let postgres: KeptPostgres;
let lab: Lab;
const said: string[] = [];

beforeAll(async () => {
  if (!isRoot) return;
  disk = mountSmallDisk(110) as SmallDisk;
  postgres = await keepPostgres(disk.folder, (text) => said.push(text));
  await migrate(postgres.url);
  vi.stubEnv('FOVEA_DATABASE_FOLDER', postgres.folder);
  lab = await createLab({ databaseUrl: postgres.url });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await lab?.close();
  await postgres?.stop();
  disk?.remove();
});

const free = () => {
  const { bavail, bsize } = statfsSync(disk.folder);
  return bavail * bsize;
};
/** To the last byte, whatever the database takes meanwhile. */
const fill = () => {
  try {
    writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(free()));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
};
const makeRoom = () => rmSync(join(disk.folder, 'ballast'));
const errorOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

it.skipIf(!isRoot)(
  'a full disk under the database is called by its name, a run waits for room and ends as if nothing had been',
  async () => {
    const steps = 300;
    lab.plan({ steps, checkpointEvery: 50 });
    lab.startSupervisor();
    const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
    const [id] = (await createExperiment(lab.db, smallSpec({ cells }))).runIds;
    const run = () => lab.db.task.findUniqueOrThrow({ where: { id: id! } });
    await waitUntil('step 40', async () => (await run()).step >= 40);

    fill();
    const caller = createCallerFactory(appRouter)({ db: lab.db });
    const root = 'x'.repeat(100_000);
    const write = () =>
      lab.db.dataset.create({
        data: {
          slug: crypto.randomUUID(),
          name: 'n',
          root: root + Math.random(),
          classes: [],
          trainVideos: 0,
          testVideos: 0,
        },
      });
    const error = await waitUntil('the disk is full', async () => {
      for (let k = 0; k < 20; k++) {
        const thrown = await errorOf(write());
        if (thrown) return thrown;
      }
    });
    expect(databaseError(error)).toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/^The disk of \S+postgres is full: \d+\.\d MiB free\. Make room there/),
    });
    // Once its log needs another segment the server crashes and cannot come back: the reason is still the disk.
    await waitUntil('a crash', async () => errorOf(lab.db.$queryRaw`select pg_switch_wal()::text`));
    await waitUntil('the keeper says why', async () => said.some((text) => /The disk of .* is full/.test(text)));
    const answer = await errorOf(caller.experiment.list());
    expect(answer).toBeInstanceOf(TRPCError);
    expect(answer).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringMatching(/^The disk of .* is full/),
    });
    await sleep(5000); // longer than a lease
    expect(said.filter((text) => text.includes('is full'))).toHaveLength(1);

    makeRoom();
    await waitUntil('finished', async () => (await run().catch(() => null))?.status === 'SUCCEEDED');
    const curve = await readCurve(lab.db, id!);
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, step) => step));
    const attempts = await lab.db.taskAttempt.findMany({ where: { taskId: id! } });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['SUCCEEDED']);
  },
);

it.skipIf(!isRoot)('npm start on a full disk says so in one line with what to do, and starts nothing', () => {
  const own = mountSmallDisk(20) as SmallDisk;
  try {
    const home = join(own.folder, 'home');
    const env = { ...process.env, FOVEA_HOME: home, DATABASE_URL: '', FOVEA_DATABASE_FOLDER: '' };
    const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], { env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(
      /^The disk of \S+home has 21 MB left; a start needs 64 MB\. Make room there, or [^\n]*FOVEA_HOME\.$/,
    );
    expect(readdirSync(home)).toEqual([]);
  } finally {
    own.remove();
  }
});

it.skipIf(!isRoot)('a process whose log lies on a full disk goes on without it', () => {
  const own = mountSmallDisk(1) as SmallDisk;
  try {
    const log = openSync(join(own.folder, 'log'), 'a');
    try {
      writeFileSync(join(own.folder, 'ballast'), Buffer.alloc(2 ** 21));
    } catch {
      // full
    }
    const program = `import { logger } from '@/server/logger';
      for (let k = 0; k < 5; k += 1) { logger.warn('x'.repeat(6000)); console.error('y'.repeat(6000)); }
      console.log('went on');`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { status, stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', log], encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, 'went on\n']);
    closeSync(log);
  } finally {
    own.remove();
  }
});

it.skipIf(!isRoot)('a new database on a full disk says so in one line', async () => {
  const own = mountSmallDisk(30) as SmallDisk; // a new database takes 40 MB
  const start = () => startPostgres({ folder: join(own.folder, 'postgres'), logFile: join(lab.home, 'full.log') });
  try {
    const error = await errorOf(start());
    expect(error).toMatchObject({ code: 'disk_full' });
    expect(String((error as Error).message)).toMatch(
      /^The disk of \S+ is full \(.* free\): PostgreSQL cannot start\. [^\n]*$/,
    );
  } finally {
    own.remove();
  }
});
