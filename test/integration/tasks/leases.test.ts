import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDb, type Db } from '@/server/db';
import { createExperiment } from '@/server/experiments/createExperiment';
import { deleteExperiment } from '@/server/experiments/deleteExperiment';
import { restoreExperiment } from '@/server/experiments/restoreExperiment';
import { deleteRun } from '@/server/runs/deleteRun';
import { cancelTask } from '@/server/tasks/cancelTask';
import { finishTask } from '@/server/tasks/finishTask';
import type { RunLease } from '@/server/tasks/lease';
import { reapLeases } from '@/server/tasks/reapLeases';
import { readLeaseAnswers, renewLeases } from '@/server/tasks/renewLeases';
import { reportBatch } from '@/server/tasks/reportBatch';
import { startAttempt } from '@/server/tasks/startAttempt';
import { loseWorker } from '@/server/workers/loseWorker';
import { addWorker } from '@/test/support/addWorker';
import { claimRun } from '@/test/support/claimRun';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { registerLab } from '@/test/support/registerLab';
import { smallSpec } from '@/test/support/smallSpec';

let database: TestDatabase;
let db: Db;
let workerId: string;

const base = [{ variant: 'base', fusion: 'temporal_concat' }] as const;
const leaseSeconds = 0.001; // has run out as soon as the next statement begins

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
});

async function queueRuns(seeds: number[]): Promise<string[]> {
  const { runIds } = await createExperiment(db, smallSpec({ cells: [...base], seeds }));
  return runIds;
}

async function claim(seconds = 30): Promise<RunLease> {
  const claimed = await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: seconds });
  if (!claimed) throw new Error('nothing to claim');
  const { taskId, runId, attempt } = claimed;
  return { taskId, runId, attempt };
}

const say = (lease: RunLease) => reportBatch(db, lease, 'run', { points: [], lines: [], progress: null });
const runOf = ({ runId }: RunLease) => db.task.findUniqueOrThrow({ where: { id: runId } });
const attemptOf = ({ taskId, attempt }: RunLease) =>
  db.taskAttempt.findUniqueOrThrow({ where: { taskId_number: { taskId, number: attempt } } });

describe('claiming', () => {
  it('takes the runs in the order of the queue and gives each a lease and an attempt number', async () => {
    const runIds = await queueRuns([0, 1, 2]);
    const leases = [await claim(), await claim(), await claim()];
    expect(leases).toEqual(runIds.map((runId) => ({ taskId: runId, runId, attempt: 1 })));
    expect(await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 30 })).toBeNull();
    const attempt = await attemptOf(leases[0]!);
    expect(attempt.leaseExpiresAt.getTime() - attempt.heartbeatAt.getTime()).toBe(30_000);
  });

  it('gives one run to one of many workers that ask at the same time', async () => {
    const runIds = await queueRuns([0, 1, 2, 3, 4]);
    const request = { workerId, slot: 0, device: null, leaseSeconds: 30 };
    const claimed = await Promise.all(Array.from({ length: 12 }, () => claimRun(db, request)));
    const taken = claimed.flatMap((run) => (run ? [run.runId] : []));
    expect(new Set(taken).size).toBe(taken.length);
    // A worker that met a locked row went away empty-handed; it asks again.
    for (let run = await claimRun(db, request); run; run = await claimRun(db, request)) taken.push(run.runId);
    expect([...taken].sort()).toEqual([...runIds].sort());
    expect(await db.taskAttempt.count({ where: { taskId: { in: runIds } } })).toBe(runIds.length);
  });

  it('never puts two open attempts on one GPU, and frees the GPU with the attempt', async () => {
    await queueRuns([0, 1]);
    const onGpu = { workerId, slot: 0, device: 'GPU-1', leaseSeconds: 30 };
    const claimed = await Promise.all([claimRun(db, onGpu), claimRun(db, onGpu), claimRun(db, onGpu)]);
    const [first] = claimed.filter((run) => run !== null);
    expect(claimed.filter((run) => run !== null)).toHaveLength(1);
    await finishTask(db, first!, { outcome: 'SUCCEEDED' });
    expect(await claimRun(db, onGpu)).not.toBeNull();
  });

  it('gives nothing to a worker that drains or has stopped', async () => {
    await queueRuns([0]);
    const drained = await addWorker(db);
    await db.worker.update({ where: { id: drained }, data: { draining: true } });
    expect(await claimRun(db, { workerId: drained, slot: 0, device: null, leaseSeconds: 30 })).toBeNull();
    await db.worker.update({ where: { id: drained }, data: { draining: false, stoppedAt: new Date() } });
    expect(await claimRun(db, { workerId: drained, slot: 0, device: null, leaseSeconds: 30 })).toBeNull();
  });
});

describe('the fence', () => {
  it('refuses the writes of an attempt after another has begun', async () => {
    await queueRuns([0]);
    const first = await claim(leaseSeconds);
    await reapLeases(db, { leaseSeconds });
    await expect(say(first)).rejects.toMatchObject({ code: 'fenced' });
    const second = await claim();
    expect(second).toEqual({ ...first, attempt: 2 });
    await expect(say(first)).rejects.toMatchObject({ code: 'fenced' });
    await expect(startAttempt(db, first, { pid: 1 })).rejects.toMatchObject({ code: 'fenced' });
    await expect(finishTask(db, first, { outcome: 'SUCCEEDED' })).rejects.toMatchObject({ code: 'fenced' });
    await say(second);
    expect((await runOf(second)).status).toBe('CLAIMED');
    expect((await attemptOf(first)).outcome).toBe('LOST');
  });

  it('refuses writes to a run that has ended', async () => {
    await queueRuns([0]);
    const lease = await claim();
    await finishTask(db, lease, { outcome: 'SUCCEEDED' });
    await expect(say(lease)).rejects.toMatchObject({ code: 'fenced' });
  });

  it('lets an attempt go on whose lease ran out while nobody else took the run', async () => {
    await queueRuns([0]);
    const lease = await claim(leaseSeconds);
    await say(lease);
    expect(await renewLeases(db, { leases: [lease], leaseSeconds: 30 })).toEqual(['go_on']);
    expect(await reapLeases(db, { leaseSeconds })).toEqual([]);
  });
});

describe('finishing', () => {
  it('may be said twice', async () => {
    await queueRuns([0]);
    const lease = await claim();
    await startAttempt(db, lease, { pid: 7 });
    await finishTask(db, lease, { outcome: 'SUCCEEDED' });
    const finishedAt = (await runOf(lease)).finishedAt;
    await finishTask(db, lease, { outcome: 'SUCCEEDED' });
    expect(await runOf(lease)).toMatchObject({ status: 'SUCCEEDED', progress: 1, finishedAt, phase: null });
    expect(await attemptOf(lease)).toMatchObject({ outcome: 'SUCCEEDED', pid: 7 });
  });

  it('keeps code and message of a failure and does not try again what would fail again', async () => {
    await queueRuns([0]);
    const lease = await claim();
    await finishTask(db, lease, { outcome: 'FAILED', code: 'video_missing', message: 'No videos/46GP8.mp4.' });
    expect(await runOf(lease)).toMatchObject({
      status: 'FAILED',
      statusCode: 'video_missing',
      statusMessage: 'No videos/46GP8.mp4.',
    });
  });

  it('tries again after a failure that passes by itself', async () => {
    await queueRuns([0]);
    const lease = await claim();
    await finishTask(db, lease, { outcome: 'FAILED', code: 'database_unreachable', message: 'Away.' });
    expect(await runOf(lease)).toMatchObject({ status: 'QUEUED', lostAttempts: 1 });
  });

  it('puts a pre-empted run back into the queue without counting it as lost', async () => {
    await queueRuns([0]);
    const lease = await claim();
    await finishTask(db, lease, { outcome: 'PREEMPTED', message: 'the worker made room.' });
    expect(await runOf(lease)).toMatchObject({ status: 'QUEUED', lostAttempts: 0 });
  });
});

describe('lost attempts', () => {
  it('fail the run after as many losses as it may have, and say so in its log', async () => {
    const [runId] = await queueRuns([0]);
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(await claim(leaseSeconds)).toEqual({ taskId: runId, runId, attempt });
      expect(await reapLeases(db, { leaseSeconds })).toEqual([{ taskId: runId, attempt }]);
    }
    const run = await db.task.findUniqueOrThrow({ where: { id: runId! } });
    expect(run).toMatchObject({ status: 'FAILED', statusCode: 'worker_lost', lostAttempts: 5 });
    expect(run.statusMessage).toContain('lost 5 times');
    const lines = await db.logLine.findMany({ where: { runId: runId! }, orderBy: { id: 'asc' } });
    expect(lines.filter(({ text }) => text.startsWith('Attempt lost'))).toHaveLength(4);
    expect(lines.at(-1)?.text).toBe(run.statusMessage);
  });

  it('are not found while the database has just come back, because nobody could renew', async () => {
    await queueRuns([0]);
    await claim(leaseSeconds);
    expect(await reapLeases(db, { leaseSeconds: 3600 * 24 * 365 })).toEqual([]);
  });

  it('are found by one of several reapers only', async () => {
    await queueRuns([0, 1, 2]);
    for (let seed = 0; seed < 3; seed++) await claim(leaseSeconds);
    const reaped = await Promise.all([1, 2, 3].map(() => reapLeases(db, { leaseSeconds })));
    expect(reaped.flat()).toHaveLength(3);
    expect(await db.task.count({ where: { status: 'QUEUED', lostAttempts: 1 } })).toBe(3);
  });

  it('need not wait for the lease when the worker is known to be gone', async () => {
    await queueRuns([0]);
    const gone = await addWorker(db);
    const claimed = await claimRun(db, { workerId: gone, slot: 0, device: null, leaseSeconds: 3600 });
    await loseWorker(db, gone, 'It was killed.');
    expect(await runOf(claimed!)).toMatchObject({ status: 'QUEUED' });
    expect((await attemptOf(claimed!)).message).toBe('It was killed.');
    expect((await db.worker.findUniqueOrThrow({ where: { id: gone } })).stoppedAt).not.toBeNull();
  });
});

describe('what the holder of a lease is told', () => {
  it('is to cancel, to make room for a deletion, or to drop everything', async () => {
    await queueRuns([0, 1, 2, 3]);
    const leases = [await claim(), await claim(), await claim(), await claim()];
    await cancelTask(db, leases[1]!.runId);
    await deleteRun(db, leases[2]!.runId);
    await finishTask(db, leases[3]!, { outcome: 'SUCCEEDED' });
    const told = ['go_on', 'cancel', 'preempt', 'fenced'];
    expect(await renewLeases(db, { leases, leaseSeconds: 30 })).toEqual(told);
    expect(await readLeaseAnswers(db, leases)).toEqual(told);
  });

  it('holds for a deleted experiment, whose runs are not started until it is restored', async () => {
    const { experimentId } = await createExperiment(db, smallSpec({ cells: [...base], seeds: [0, 1] }));
    const lease = await claim();
    await deleteExperiment(db, experimentId);
    expect(await renewLeases(db, { leases: [lease], leaseSeconds: 30 })).toEqual(['preempt']);
    await finishTask(db, lease, { outcome: 'PREEMPTED', message: 'deleted.' });
    expect(await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 30 })).toBeNull();
    await restoreExperiment(db, experimentId);
    expect(await claim()).toEqual({ ...lease, attempt: 2 });
  });
});
