import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { migrate } from '@/prisma/migrate';
import { createDb, type Db } from '@/server/db';
import { appRouter } from '@/server/routers/appRouter';
import { finishTask } from '@/server/tasks/finishTask';
import { reapLeases } from '@/server/tasks/reapLeases';
import { startAttempt } from '@/server/tasks/startAttempt';
import { createCallerFactory } from '@/server/trpc';
import { addWorker } from '@/test/support/addWorker';
import { claimRun } from '@/test/support/claimRun';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';

const text = z.string();
const before = z
  .object({
    names: z.object({
      ...{ demo: text, interrupted: text, blocked: text, gallery: text, half: text, retried: text, atPictures: text },
      ...{ read: text, running: text, refused: text, queuedImport: text, videoId: text },
      asked: z.array(text),
    }),
    rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  })
  .parse(JSON.parse(gunzipSync(readFileSync('test/fixtures/databases/beforeTasks.json.gz')).toString()));
const { names, rows } = before;
const old = (table: string) => rows[table]!;
const column = { experimentId: names.gallery, videoId: names.videoId, seed: 0, fusion: 'temporal_concat' as const };

let database: TestDatabase;
let db: Db;
const createCaller = createCallerFactory(appRouter);
let caller: ReturnType<typeof createCaller>;

/** As the version before left it; every row in its own words. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('set session_replication_role = replica'); // in any order
  for (const [table, all] of Object.entries(rows)) {
    await client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
      JSON.stringify(all),
    ]);
  }
  await client.query("select setval(pg_get_serial_sequence('log_lines', 'id'), max(id)) from log_lines");
  await client.end();
}

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'fovea-before-'));
  for (const name of readdirSync('prisma/migrations').filter((one) => !one.endsWith('_tasks')))
    cpSync(path.join('prisma/migrations', name), path.join(folder, name), { recursive: true });
  await migrate(database.url, folder);
  await fill(database.url);
  rmSync(folder, { recursive: true });
  const [applied] = await migrate(database.url);
  expect(applied).toMatch(/_tasks$/);
  db = createDb(database.url, { connections: 4 });
  caller = createCaller({ db });
});
afterAll(async () => {
  await db?.$disconnect();
  await database?.drop();
});

describe('a database of the version before', () => {
  it('has every run, import, attempt and line of a log that it had', async () => {
    expect(await db.run.count()).toBe(old('runs').length);
    expect(await db.task.count({ where: { kind: 'train' } })).toBe(old('runs').length);
    expect(await db.task.count({ where: { kind: { in: ['scan', 'import_weights'] } } })).toBe(old('jobs').length);
    expect(await db.logLine.count()).toBe(old('log_lines').length);
    expect(await db.scannedVideo.count()).toBe(old('scanned_videos').length);
    // Of imports only the attempt at work was known.
    expect(await db.taskAttempt.count()).toBe(old('run_attempts').length + 1);
  });

  it('keeps how every run stands, but for those that only made pictures: they are finished', async () => {
    for (const run of old('runs')) {
      const now = await caller.run.byId({ id: String(run.id) });
      const pictures = names.asked.includes(now.id);
      expect([now.name, now.status, now.progress]).toEqual(
        pictures ? [run.name, 'SUCCEEDED', 1] : [run.name, run.status, run.progress],
      );
      expect(now.attemptNumber).toBe(run.attempt_number);
      expect(now.tasks.map(({ kind, status }) => [kind, status])).toEqual(pictures ? [['pictures', 'QUEUED']] : []);
    }
  });

  it('shows the tables, logs and checkpoints of the finished demo', async () => {
    const { state } = await caller.experiment.byId({ id: names.demo });
    expect(state).toMatchObject({ progress: 1, etaSeconds: 0 });
    const { rows: table } = await caller.experiment.table({ id: names.demo });
    const scores = table.flatMap(({ cells }) => cells.late_fusion.score?.mean ?? []);
    expect(scores).toHaveLength(2);
    const [base] = await db.run.findMany({ where: { experimentId: names.demo, baseRunId: null } });
    const { items } = await caller.run.log({ id: base!.id });
    expect(items.map((line) => line.text)).toContain('Finished.');
    const { spec } = await caller.experiment.byId({ id: names.demo });
    const bases = await caller.experiment.bases(spec);
    expect(bases.map(({ runId }) => runId)).toContain(base!.id);
  });

  it('counts the time at work of a run that was retried after a day, not the day', async () => {
    const retried = await caller.run.byId({ id: names.retried });
    expect(retried).toMatchObject({ status: 'QUEUED', attemptNumber: 1 });
    expect(retried.durationSeconds).toBeLessThan(3600);
  });

  it('shows its imports as they were', async () => {
    expect(await caller.import.byId({ id: names.read })).toMatchObject({
      status: 'SUCCEEDED',
      result: { datasetId: null },
    });
    expect((await caller.import.videos({ id: names.read, split: 'train' })).items).toHaveLength(1);
    const running = await caller.import.byId({ id: names.running });
    expect(running).toMatchObject({ status: 'RUNNING', done: 3, total: 9, etaSeconds: 12, worker: { host: 'lab-1' } });
    expect(await caller.import.byId({ id: names.queuedImport })).toMatchObject({ status: 'QUEUED' });
    const refused = await caller.weights.byId({ id: names.refused });
    expect(refused.task).toMatchObject({ status: 'FAILED', code: 'checkpoint_invalid', message: 'No.' });
  });

  it('goes on: what was at work is found to be gone and taken up, and all is done in the order of the queue', async () => {
    await reapLeases(db, { leaseSeconds: 0 });
    expect(await db.taskAttempt.count({ where: { endedAt: null } })).toBe(0);
    expect(await caller.run.byId({ id: names.half })).toMatchObject({ status: 'QUEUED' });
    expect((await caller.import.byId({ id: names.running })).status).toBe('QUEUED');
    expect((await caller.gallery.byVideo(column)).pictures.requests).toHaveLength(2);
    const workerId = await addWorker(db);
    const { items } = await caller.worker.queue();
    const inOrder = items.filter(({ status }) => status === 'QUEUED').map(({ id, kind }) => [id, kind]);
    const done: string[][] = [];
    for (let slot = 0; ; slot++) {
      const lease = await claimRun(db, { workerId, slot, device: null, leaseSeconds: 30 });
      if (!lease) break;
      done.push([lease.taskId, lease.kind]);
      await startAttempt(db, lease, { pid: 1 });
      await db.galleryRequest.deleteMany({ where: { runId: lease.runId } });
      await finishTask(db, lease, { outcome: 'SUCCEEDED' });
    }
    expect(done).toEqual(inOrder);
    // Those that waited, the run that was at work, and both for their pictures.
    const waited = old('runs').filter(({ id, status }) => status === 'QUEUED' && !names.asked.includes(String(id)));
    expect(done.filter(([, kind]) => kind === 'train')).toHaveLength(waited.length + 1);
    expect(done.filter(([, kind]) => kind === 'pictures')).toHaveLength(2);
    const blocked = await db.run.findFirstOrThrow({ where: { experimentId: names.blocked, baseRunId: { not: null } } });
    const base = await caller.run.byId({ id: blocked.baseRunId! });
    expect(base).toMatchObject({ status: 'FAILED' });
    await caller.run.retry({ id: base.id });
    const lease = (await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 30 }))!;
    expect(lease.runId).toBe(base.id);
    await finishTask(db, lease, { outcome: 'SUCCEEDED' });
    expect(await caller.run.byId({ id: blocked.id })).toMatchObject({ status: 'QUEUED' });
  });
});
