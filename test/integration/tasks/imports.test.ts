import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDb, type Db } from '@/server/db';
import { cancelTask } from '@/server/tasks/cancelTask';
import { claimTask } from '@/server/tasks/claimTask';
import { createImport } from '@/server/tasks/createImport';
import { deleteImport } from '@/server/tasks/deleteImport';
import { finishTask } from '@/server/tasks/finishTask';
import type { Lease } from '@/server/tasks/lease';
import { reapLeases } from '@/server/tasks/reapLeases';
import { renewLeases } from '@/server/tasks/renewLeases';
import { reportBatch } from '@/server/tasks/reportBatch';
import { retryTask } from '@/server/tasks/retryTask';
import { loseWorker } from '@/server/workers/loseWorker';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';

let database: TestDatabase;
let db: Db;
let workerId: string;
const leaseSeconds = 30;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, { connections: 8 });
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await db.task.deleteMany({});
  const worker = await db.worker.create({ data: { host: 'here', hostKey: 'key', pid: 1, engine: {}, slots: 0 } });
  workerId = worker.id;
});

/** A worker looks for something that needs no slot. */
const take = () => claimTask(db, { needs: 'little', workerId, slot: null, device: null, leaseSeconds });
const answerTo = async (lease: Lease) => (await renewLeases(db, { leases: [lease], leaseSeconds }))[0];
const report = (lease: Lease, done: number, total: number) =>
  reportBatch(db, lease, 'run', {
    points: [],
    lines: [],
    progress: {
      ...{ phase: null, step: 0, totalSteps: 0, progress: done / total, etaSeconds: 1 },
      count: { done, total, perSecond: null },
    },
  });
const newImport = (slug = 'mine') =>
  createImport(db, {
    kind: 'scan',
    title: `Import ${slug}`,
    input: { name: slug, slug, layout: 'charades', root: '/videos' },
  });
const claim = async () => {
  const task = await take();
  if (!task) throw new Error('nothing to claim');
  return task;
};
const taskOf = (id: string) => db.task.findUniqueOrThrow({ where: { id } });
const expire = (id: string) =>
  db.taskAttempt.updateMany({
    where: { taskId: id, endedAt: null },
    data: { leaseExpiresAt: new Date(Date.now() - 1_000_000_000) },
  });
/** The server of the tests may have started a moment ago: no lease of these tests is longer than its life. */
const reap = async () => (await reapLeases(db, { leaseSeconds: 0 })).map(({ taskId }) => taskId);

describe('claiming imports', () => {
  it('gives each to one worker, oldest first', async () => {
    const ids = [await newImport('a'), await newImport('b'), await newImport('c')];
    const claimed = await Promise.all([1, 2, 3, 4, 5].map(() => take()));
    const taken = claimed.flatMap((task) => task?.taskId ?? []);
    expect(taken.sort()).toEqual([...ids].sort());
    expect(claimed.filter((task) => task === null)).toHaveLength(2);
  });

  it('gives nothing to a worker that drains or has stopped', async () => {
    await newImport();
    await db.worker.update({ where: { id: workerId }, data: { draining: true } });
    expect(await take()).toBeNull();
    await db.worker.update({ where: { id: workerId }, data: { draining: false, stoppedAt: new Date() } });
    expect(await take()).toBeNull();
  });

  it('refuses an input that does not fit the kind', async () => {
    const input = { name: 'x', slug: 'x', layout: 'charades' as const, root: 'relative/path' };
    await expect(createImport(db, { kind: 'scan', title: 'x', input })).rejects.toThrow(/whole path/);
    expect(await db.task.count()).toBe(0);
  });
});

describe('the attempt number of an import', () => {
  it('refuses every write of an attempt that lost it', async () => {
    const id = await newImport();
    const first = await claim();
    await expire(id);
    expect(await reap()).toEqual([id]);
    expect(await taskOf(id)).toMatchObject({ status: 'QUEUED', lostAttempts: 1 });
    const second = await claim();
    expect(second.attempt).toBe(first.attempt + 1);
    expect(await answerTo(first)).toBe('fenced');
    await expect(report(first, 1, 2)).rejects.toMatchObject({ code: 'fenced' });
    await expect(finishTask(db, first, { outcome: 'SUCCEEDED', result: 'old' })).rejects.toMatchObject({
      code: 'fenced',
    });
    await report(second, 1, 2);
    await finishTask(db, second, { outcome: 'SUCCEEDED', result: { new: true } });
    expect(await taskOf(id)).toMatchObject({ status: 'SUCCEEDED', result: { new: true }, phaseDone: 1, phaseTotal: 2 });
  });

  it('keeps one whose lease is renewed', async () => {
    const id = await newImport();
    const task = await claim();
    await expire(id);
    expect(await answerTo(task)).toBe('go_on');
    expect(await reap()).toEqual([]);
  });
});

describe('an import that is lost again and again', () => {
  it('fails in the end, says so, and can be started again', async () => {
    const id = await newImport();
    for (let loss = 1; loss <= 5; loss++) {
      await claim();
      await loseWorker(db, workerId, 'The worker process ended without a word.');
      await db.worker.update({ where: { id: workerId }, data: { stoppedAt: null } });
      expect((await taskOf(id)).status).toBe(loss < 5 ? 'QUEUED' : 'FAILED');
    }
    expect(await taskOf(id)).toMatchObject({
      statusCode: 'worker_lost',
      statusMessage: expect.stringContaining('5 times'),
    });
    await retryTask(db, id);
    expect(await taskOf(id)).toMatchObject({ status: 'QUEUED', lostAttempts: 0, statusMessage: null });
  });
});

describe('cancelling an import', () => {
  it('ends one that waits at once', async () => {
    const id = await newImport();
    expect(await cancelTask(db, id)).toBe('CANCELLED');
    expect(await take()).toBeNull();
    await expect(cancelTask(db, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('asks the worker of one that is at work, and holds even when that worker is lost', async () => {
    const id = await newImport();
    const task = await claim();
    expect(await cancelTask(db, id)).toBe('CLAIMED');
    expect(await answerTo(task)).toBe('cancel');
    await expect(deleteImport(db, { id, kind: 'scan' })).rejects.toMatchObject({ code: 'conflict' });
    await expire(id);
    await reap();
    expect(await taskOf(id)).toMatchObject({ status: 'CANCELLED', cancelRequestedAt: null });
    await deleteImport(db, { id, kind: 'scan' });
    expect(await db.task.count()).toBe(0);
  });

  it('of an unknown one is refused', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    await expect(cancelTask(db, unknown)).rejects.toMatchObject({ code: 'not_found' });
    await expect(retryTask(db, unknown)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a worker that makes room', () => {
  it('gives its import back without counting a loss', async () => {
    const id = await newImport();
    const task = await claim();
    await finishTask(db, task, { outcome: 'PREEMPTED', message: 'the worker made room.' });
    expect(await taskOf(id)).toMatchObject({ status: 'QUEUED', lostAttempts: 0, statusMessage: null });
  });
});
