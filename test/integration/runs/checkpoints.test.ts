import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { artifactPath } from '@/server/artifacts/artifactPath';
import { sha256Of } from '@/server/artifacts/writeBytes';
import { createDb, type Db } from '@/server/db';
import { createExperiment } from '@/server/experiments/createExperiment';
import { writeMetrics } from '@/server/metrics/writeMetrics';
import { loadBaseCheckpoint } from '@/server/runs/loadBaseCheckpoint';
import { resumeFrom } from '@/server/runs/resumeFrom';
import { saveCheckpoint } from '@/server/runs/saveCheckpoint';
import { finishTask } from '@/server/tasks/finishTask';
import type { RunLease } from '@/server/tasks/lease';
import { addWorker } from '@/test/support/addWorker';
import { claimRun } from '@/test/support/claimRun';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { registerLab } from '@/test/support/registerLab';
import { smallSpec } from '@/test/support/smallSpec';
import { temporaryFolder } from '@/test/support/temporaryFolder';

let database: TestDatabase;
let db: Db;
let lease: RunLease;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  await registerLab(db, '/lab');
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await db.experiment.deleteMany();
  await createExperiment(db, smallSpec());
  const workerId = await addWorker(db);
  lease = (await claimRun(db, { workerId, slot: 0, device: null, leaseSeconds: 30 }))!;
});

const bytesOf = (step: number) => Buffer.from(`${lease.runId} after ${step} steps`);
const save = (root: string, step: number, final = false) =>
  saveCheckpoint(db, lease, root, { step, epoch: step / 100, final, bytes: bytesOf(step) });
const filesUnder = (root: string) =>
  readdirSync(root, { recursive: true })
    .map((name) => join(root, String(name)))
    .filter((path) => statSync(path).isFile());
const stepsKept = async () =>
  (await db.checkpoint.findMany({ where: { runId: lease.runId }, orderBy: { step: 'asc' } })).map(({ step }) => step);

describe('checkpoints', () => {
  it('are kept in the last two while the run trains, then in the final one and a spare, rows and bytes', async () => {
    const root = temporaryFolder();
    for (const step of [100, 200, 300, 400]) await save(root, step);
    expect(await stepsKept()).toEqual([300, 400]);
    await save(root, 500, true);
    expect(await stepsKept()).toEqual([400, 500]);
    expect(filesUnder(root)).toHaveLength(2);
  });

  it('of one step replace each other', async () => {
    const root = temporaryFolder();
    await save(root, 100);
    await saveCheckpoint(db, lease, root, { step: 100, epoch: 1, final: true, bytes: Buffer.from('other') });
    expect(await stepsKept()).toEqual([100]);
    expect(filesUnder(root)).toEqual([artifactPath(root, sha256Of(Buffer.from('other')))]);
  });

  it('are refused from an attempt that no longer holds the run', async () => {
    const root = temporaryFolder();
    await finishTask(db, lease, { outcome: 'LOST', message: 'Gone.' });
    await expect(save(root, 100)).rejects.toMatchObject({ code: 'fenced' });
    expect(await stepsKept()).toEqual([]);
  });
});

describe('resuming', () => {
  const resume = (root: string, corrupt: string[] = []) =>
    resumeFrom(db, lease, { root, onCorrupt: (message) => corrupt.push(message) });
  const losses = async () =>
    (await db.metricPoint.findMany({ where: { runId: lease.runId }, orderBy: { step: 'asc' } })).map(
      ({ step }) => step,
    );
  const train = (steps: number) =>
    writeMetrics(
      db,
      lease.runId,
      Array.from({ length: steps }, (_, step) => ({ key: 'loss', split: 'train', step, epoch: 0, value: 1 })),
    );

  it('takes the newest checkpoint and takes the curves back to it', async () => {
    const root = temporaryFolder();
    await save(root, 2);
    await save(root, 4);
    await train(7);
    const resumed = await resume(root);
    expect(Buffer.from(resumed!.bytes)).toEqual(bytesOf(4));
    expect(resumed?.step).toBe(4);
    expect(await losses()).toEqual([0, 1, 2, 3]);
    const attempt = await db.taskAttempt.findFirstOrThrow({ where: { taskId: lease.runId } });
    expect(attempt.resumedAtStep).toBe(4);
  });

  it('begins anew without a checkpoint', async () => {
    await train(7);
    expect(await resume(temporaryFolder())).toBeNull();
    expect(await losses()).toEqual([]);
  });

  it('passes over checkpoints whose bytes are damaged or gone, and says so', async () => {
    const root = temporaryFolder();
    await save(root, 2);
    const corrupt: string[] = [];
    await save(root, 4);
    writeFileSync(artifactPath(root, sha256Of(bytesOf(4))), 'x'.repeat(bytesOf(4).length));
    expect((await resume(root, corrupt))?.step).toBe(2);
    await save(root, 6, true);
    await save(root, 5);
    rmSync(artifactPath(root, sha256Of(bytesOf(6))));
    expect((await resume(root, corrupt))?.step).toBe(5);
    expect(corrupt).toEqual([expect.stringContaining('step 4'), expect.stringContaining('step 6')]);
  });
});

describe('the base of a run', () => {
  it('is its final checkpoint, and its absence is told with a remedy', async () => {
    const root = temporaryFolder();
    await save(root, 2);
    const load = () => loadBaseCheckpoint(db, { baseRunId: lease.runId, root });
    await expect(load()).rejects.toMatchObject({
      code: 'checkpoint_missing',
      message: expect.stringContaining('Base, seed 0'),
    });
    await save(root, 4, true);
    expect(Buffer.from(await load())).toEqual(bytesOf(4));
  });
});
