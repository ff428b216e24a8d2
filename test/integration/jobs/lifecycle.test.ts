import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDb, type Db } from '@/server/db';
import { cancelJob } from '@/server/jobs/cancelJob';
import { claimJob } from '@/server/jobs/claimJob';
import { createJob } from '@/server/jobs/createJob';
import { deleteJob } from '@/server/jobs/deleteJob';
import { finishJob } from '@/server/jobs/finishJob';
import { reapJobs } from '@/server/jobs/reapJobs';
import { renewJob } from '@/server/jobs/renewJob';
import { reportJob } from '@/server/jobs/reportJob';
import { resumeJob } from '@/server/jobs/resumeJob';
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
  await db.job.deleteMany({});
  const worker = await db.worker.create({ data: { host: 'here', hostKey: 'key', pid: 1, engine: {}, slots: 0 } });
  workerId = worker.id;
});

const newJob = (slug = 'mine') =>
  createJob(db, {
    kind: 'scan_dataset',
    title: `Import ${slug}`,
    input: { name: slug, slug, layout: 'charades', root: '/videos' },
  });
const claim = async () => {
  const job = await claimJob(db, { workerId, leaseSeconds });
  if (!job) throw new Error('nothing to claim');
  return job;
};
const jobOf = (id: string) => db.job.findUniqueOrThrow({ where: { id } });
const expire = (id: string) =>
  db.job.update({ where: { id }, data: { leaseExpiresAt: new Date(Date.now() - 1_000_000_000) } });
/** The server of the tests may have started a moment ago: no lease of these tests is longer than its life. */
const reap = () => reapJobs(db, { leaseSeconds: 0 });

describe('claiming jobs', () => {
  it('gives each job to one worker, oldest first', async () => {
    const ids = [await newJob('a'), await newJob('b'), await newJob('c')];
    const claimed = await Promise.all([1, 2, 3, 4, 5].map(() => claimJob(db, { workerId, leaseSeconds })));
    const taken = claimed.flatMap((job) => job?.jobId ?? []);
    expect(taken.sort()).toEqual([...ids].sort());
    expect(claimed.filter((job) => job === null)).toHaveLength(2);
  });

  it('gives nothing to a worker that drains or has stopped', async () => {
    await newJob();
    await db.worker.update({ where: { id: workerId }, data: { draining: true } });
    expect(await claimJob(db, { workerId, leaseSeconds })).toBeNull();
    await db.worker.update({ where: { id: workerId }, data: { draining: false, stoppedAt: new Date() } });
    expect(await claimJob(db, { workerId, leaseSeconds })).toBeNull();
  });

  it('refuses an input that does not fit the kind', async () => {
    const input = { name: 'x', slug: 'x', layout: 'charades' as const, root: 'relative/path' };
    await expect(createJob(db, { kind: 'scan_dataset', title: 'x', input })).rejects.toThrow(/whole path/);
    expect(await db.job.count()).toBe(0);
  });
});

describe('the attempt number of a job', () => {
  it('refuses every write of an attempt that lost the job', async () => {
    const id = await newJob();
    const first = await claim();
    await expire(id);
    expect(await reap()).toEqual([id]);
    expect(await jobOf(id)).toMatchObject({ status: 'QUEUED', lostAttempts: 1, workerId: null });
    const second = await claim();
    expect(second.attempt).toBe(first.attempt + 1);
    expect(await renewJob(db, first, { leaseSeconds })).toBe('fenced');
    const progress = { done: 1, total: 2, etaSeconds: 1 };
    await expect(reportJob(db, first, progress)).rejects.toMatchObject({ code: 'fenced' });
    await expect(finishJob(db, first, { outcome: 'SUCCEEDED', result: 'old' })).rejects.toMatchObject({
      code: 'fenced',
    });
    await reportJob(db, second, progress);
    await finishJob(db, second, { outcome: 'SUCCEEDED', result: { new: true } });
    expect(await jobOf(id)).toMatchObject({ status: 'SUCCEEDED', result: { new: true }, done: 1, total: 2 });
  });

  it('keeps a job whose lease is renewed', async () => {
    const id = await newJob();
    const job = await claim();
    await expire(id);
    expect(await renewJob(db, job, { leaseSeconds })).toBe('go_on');
    expect(await reap()).toEqual([]);
  });
});

describe('a job that is lost again and again', () => {
  it('fails in the end, says so, and can be started again', async () => {
    const id = await newJob();
    for (let loss = 1; loss <= 5; loss++) {
      await claim();
      await loseWorker(db, workerId, 'The worker process ended without a word.');
      await db.worker.update({ where: { id: workerId }, data: { stoppedAt: null } });
      expect((await jobOf(id)).status).toBe(loss < 5 ? 'QUEUED' : 'FAILED');
    }
    expect(await jobOf(id)).toMatchObject({ code: 'worker_lost', message: expect.stringContaining('5 times') });
    await resumeJob(db, id);
    expect(await jobOf(id)).toMatchObject({ status: 'QUEUED', lostAttempts: 0, message: null });
  });
});

describe('cancelling a job', () => {
  it('ends one that waits at once', async () => {
    const id = await newJob();
    expect(await cancelJob(db, id)).toBe('CANCELLED');
    expect(await claimJob(db, { workerId, leaseSeconds })).toBeNull();
    await expect(cancelJob(db, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('asks the worker of one that is at work, and holds even when that worker is lost', async () => {
    const id = await newJob();
    const job = await claim();
    expect(await cancelJob(db, id)).toBe('RUNNING');
    expect(await renewJob(db, job, { leaseSeconds })).toBe('cancel');
    await expect(deleteJob(db, id)).rejects.toMatchObject({ code: 'conflict' });
    await expire(id);
    await reap();
    expect(await jobOf(id)).toMatchObject({ status: 'CANCELLED', cancelRequestedAt: null });
    await deleteJob(db, id);
    expect(await db.job.count()).toBe(0);
  });

  it('of an unknown job is refused', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    await expect(cancelJob(db, unknown)).rejects.toMatchObject({ code: 'not_found' });
    await expect(resumeJob(db, unknown)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a worker that makes room', () => {
  it('gives its job back without counting a loss', async () => {
    const id = await newJob();
    const job = await claim();
    await finishJob(db, job, { outcome: 'PREEMPTED' });
    expect(await jobOf(id)).toMatchObject({ status: 'QUEUED', lostAttempts: 0, message: null });
  });
});
