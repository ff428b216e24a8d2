import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDb, type Db } from '@/server/db';
import { createExperiment } from '@/server/experiments/createExperiment';
import { deleteRun } from '@/server/runs/deleteRun';
import { cancelTask } from '@/server/tasks/cancelTask';
import { finishTask } from '@/server/tasks/finishTask';
import { retryTask } from '@/server/tasks/retryTask';
import { addWorker } from '@/test/support/addWorker';
import { claimRun } from '@/test/support/claimRun';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { registerLab } from '@/test/support/registerLab';
import { smallSpec } from '@/test/support/smallSpec';

let database: TestDatabase;
let db: Db;
let workerId: string;
let base: string;
let ablation: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  await registerLab(db, '/lab');
  workerId = await addWorker(db);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await db.experiment.deleteMany();
  const { runIds } = await createExperiment(db, smallSpec());
  [base, ablation] = runIds as [string, string];
});

const claim = async () => {
  const run = await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 30 });
  return run!;
};
const stateOf = (id: string) =>
  db.task.findUniqueOrThrow({ where: { id }, select: { status: true, statusCode: true, statusMessage: true } });

describe('a run that needs a base', () => {
  it('waits visibly and is not claimed', async () => {
    expect(await stateOf(ablation)).toEqual({
      status: 'BLOCKED',
      statusCode: null,
      statusMessage: 'Waits for base run "Base, seed 0".',
    });
    expect((await claim()).runId).toBe(base);
    expect(await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 30 })).toBeNull();
  });

  it('is queued in the moment in which the base succeeds', async () => {
    await finishTask(db, await claim(), { outcome: 'SUCCEEDED' });
    expect(await stateOf(ablation)).toEqual({ status: 'QUEUED', statusCode: null, statusMessage: null });
    expect((await claim()).runId).toBe(ablation);
  });

  it('says that the base failed and why, and goes on by itself once the base was retried', async () => {
    await finishTask(db, await claim(), {
      outcome: 'FAILED',
      code: 'disk_full',
      message: 'The disk of /data is full.',
    });
    expect(await stateOf(ablation)).toEqual({
      status: 'BLOCKED',
      statusCode: 'base_failed',
      statusMessage:
        'Base run "Base, seed 0" failed (The disk of /data is full). Retry it, and this run goes on by itself.',
    });
    expect(await retryTask(db, base)).toBe('QUEUED');
    expect(await stateOf(ablation)).toMatchObject({ status: 'BLOCKED', statusCode: null });
    const again = await claim();
    expect(again).toMatchObject({ runId: base, attempt: 2 });
    await finishTask(db, again, { outcome: 'SUCCEEDED' });
    expect((await stateOf(ablation)).status).toBe('QUEUED');
    const log = await db.logLine.findMany({ where: { runId: ablation }, orderBy: { id: 'asc' } });
    expect(log.map(({ text }) => text)).toEqual([
      expect.stringContaining('failed (The disk of /data is full)'),
      'Waits for base run "Base, seed 0".',
      'Base run "Base, seed 0" has finished: queued.',
    ]);
  });

  it('says that the base was cancelled', async () => {
    await cancelTask(db, base);
    expect(await stateOf(base)).toMatchObject({ status: 'CANCELLED' });
    expect((await stateOf(ablation)).statusMessage).toBe(
      'Base run "Base, seed 0" was cancelled. Retry it, and this run goes on by itself.',
    );
  });

  it('stays cancelled when its base succeeds, and is queued at once when it is retried afterwards', async () => {
    await cancelTask(db, ablation);
    await finishTask(db, await claim(), { outcome: 'SUCCEEDED' });
    expect((await stateOf(ablation)).status).toBe('CANCELLED');
    expect(await retryTask(db, ablation)).toBe('QUEUED');
  });

  it('waits again when it is retried before its base has succeeded', async () => {
    await cancelTask(db, ablation);
    expect(await retryTask(db, ablation)).toBe('BLOCKED');
    expect((await stateOf(ablation)).statusMessage).toBe('Waits for base run "Base, seed 0".');
  });

  it('is not left behind when it is retried in the moment in which its base succeeds', async () => {
    await cancelTask(db, ablation);
    const lease = await claim();
    await Promise.all([retryTask(db, ablation), finishTask(db, lease, { outcome: 'SUCCEEDED' })]);
    expect((await stateOf(ablation)).status).toBe('QUEUED');
  });

  it('keeps its base from being deleted', async () => {
    await expect(deleteRun(db, base)).rejects.toMatchObject({ code: 'conflict' });
    await cancelTask(db, ablation);
    await deleteRun(db, base);
  });
});

describe('cancelling', () => {
  it('asks the worker of a run at work, which then ends it', async () => {
    const lease = await claim();
    expect(await cancelTask(db, base)).toBe('CLAIMED');
    expect(await cancelTask(db, base)).toBe('CLAIMED');
    await finishTask(db, lease, { outcome: 'CANCELLED' });
    expect(await stateOf(base)).toMatchObject({ status: 'CANCELLED' });
    expect(await retryTask(db, base)).toBe('QUEUED');
    const { cancelRequestedAt, finishedAt } = await db.task.findUniqueOrThrow({ where: { id: base } });
    expect({ cancelRequestedAt, finishedAt }).toEqual({ cancelRequestedAt: null, finishedAt: null });
  });

  it('ends the run also when its worker is lost meanwhile', async () => {
    const lease = await claim();
    await cancelTask(db, base);
    await finishTask(db, lease, { outcome: 'LOST', message: 'Gone.' });
    expect(await stateOf(base)).toMatchObject({ status: 'CANCELLED' });
  });

  it('comes too late for a run that has just succeeded', async () => {
    const lease = await claim();
    await cancelTask(db, base);
    await finishTask(db, lease, { outcome: 'SUCCEEDED' });
    expect(await stateOf(base)).toMatchObject({ status: 'SUCCEEDED' });
    await expect(cancelTask(db, base)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused for a run that does not exist', async () => {
    await expect(cancelTask(db, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('retrying', () => {
  it('is refused for a run that has not ended or has succeeded', async () => {
    await expect(retryTask(db, base)).rejects.toMatchObject({ code: 'conflict' });
    await finishTask(db, await claim(), { outcome: 'SUCCEEDED' });
    await expect(retryTask(db, base)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('forgets the curves only when asked to begin from the start', async () => {
    const point = { runId: base, key: 'loss', split: 'train', step: 0, epoch: 0, value: 1 };
    await cancelTask(db, base);
    await db.metricPoint.create({ data: point });
    await retryTask(db, base);
    expect(await db.metricPoint.count({ where: { runId: base } })).toBe(1);
    await cancelTask(db, base);
    await retryTask(db, base, { fromStart: true });
    expect(await db.metricPoint.count({ where: { runId: base } })).toBe(0);
  });
});
