import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArtifact } from '@/server/artifacts/readArtifact';
import { createExperiment } from '@/server/experiments/createExperiment';
import { cancelTask } from '@/server/tasks/cancelTask';
import { createLab, type Lab } from '@/test/support/createLab';
import { isGone } from '@/test/support/isGone';
import { readCurve } from '@/test/support/readCurve';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';

let lab: Lab;

beforeEach(async () => {
  lab = await createLab();
});
afterEach(() => lab.close());

const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];

async function queueRuns(seeds: number[]): Promise<string[]> {
  return (await createExperiment(lab.db, smallSpec({ cells, seeds }))).runIds;
}
const runOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
const attemptsOf = (runId: string) =>
  lab.db.taskAttempt.findMany({ where: { taskId: runId }, orderBy: { number: 'asc' } });
const succeeded = (id: string) =>
  waitUntil(`run ${id} succeeded`, async () => {
    const run = await runOf(id);
    if (run.status === 'FAILED') throw new Error(run.statusMessage ?? 'failed');
    return run.status === 'SUCCEEDED' && run;
  });
/** The process of the current attempt, once it has written a checkpoint and gone beyond it. */
const pidAtWork = (runId: string) =>
  waitUntil('a process beyond its first checkpoint', async () => {
    const checkpoint = await lab.db.checkpoint.findFirst({ where: { runId } });
    const { step } = await runOf(runId);
    const pid = (await attemptsOf(runId)).at(-1)?.pid;
    return checkpoint !== null && step > checkpoint.step && pid;
  });
const curveOfUninterruptedRun = async () => {
  const [id] = await queueRuns([0]);
  await succeeded(id!);
  return readCurve(lab.db, id!);
};

describe('kill -9 of a run process', () => {
  it('costs the steps since the last checkpoint: the curve is that of an uninterrupted run, each point once', async () => {
    lab.plan({ steps: 60 });
    lab.startSupervisor({ slots: 2 });
    const [id] = await queueRuns([0]);
    process.kill(await pidAtWork(id!), 'SIGKILL');
    await succeeded(id!);
    const attempts = await attemptsOf(id!);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['LOST', 'SUCCEEDED']);
    expect(attempts[0]?.message).toContain('SIGKILL');
    expect(attempts[1]?.resumedAtStep).toBeGreaterThanOrEqual(10);
    const curve = await readCurve(lab.db, id!);
    expect(curve).toHaveLength(60);
    expect(curve).toEqual(await curveOfUninterruptedRun());
    const latest = await lab.db.metricLatest.findFirstOrThrow({ where: { runId: id!, key: 'loss' } });
    expect(latest).toMatchObject({ points: 60, lastStep: 59, last: curve.at(-1)?.value });
  });
});

describe('kill -9 of a supervisor', () => {
  it('takes its run process with it, and the next supervisor goes on from the checkpoint', async () => {
    lab.plan({ steps: 300, stepMs: 10 });
    const first = lab.startSupervisor();
    const [id] = await queueRuns([0]);
    const pid = await pidAtWork(id!);
    first.kill('SIGKILL');
    await waitUntil('the orphan is gone', async () => isGone(pid));
    const orphaned = await runOf(id!);
    expect(orphaned.status).toBe('RUNNING');
    expect(orphaned.step).toBeLessThan(300); // it did not simply run to its end
    lab.startSupervisor();
    await succeeded(id!);
    const attempts = await attemptsOf(id!);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['LOST', 'SUCCEEDED']);
    expect(attempts[1]?.resumedAtStep).toBeGreaterThanOrEqual(10);
    expect(await readCurve(lab.db, id!)).toEqual(await curveOfUninterruptedRun());
    expect(await lab.db.worker.count({ where: { stoppedAt: null } })).toBe(1);
  });
});

describe('a worker that was frozen past its lease', () => {
  it('finds its writes refused, and the run belongs to the one who took it over', async () => {
    lab.plan({ steps: 120 });
    const frozen = lab.startSupervisor();
    const [id] = await queueRuns([0]);
    const pid = await pidAtWork(id!);
    frozen.kill('SIGSTOP');
    process.kill(pid, 'SIGSTOP');
    lab.startSupervisor();
    // On a busy machine the second attempt may itself be lost or done before anybody looks.
    await waitUntil('another attempt at work', async () => {
      const run = await runOf(id!);
      return run.attemptNumber >= 2 && (run.status === 'RUNNING' || run.status === 'SUCCEEDED');
    });
    process.kill(pid, 'SIGCONT'); // its supervisor, still frozen, cannot stop it: its own write must be refused
    await waitUntil('the fenced process is gone', async () => isGone(pid));
    frozen.kill('SIGCONT');
    await succeeded(id!);
    const outcomes = (await attemptsOf(id!)).map(({ outcome }) => outcome);
    expect([outcomes[0], outcomes.at(-1)]).toEqual(['LOST', 'SUCCEEDED']);
    const lines = await lab.db.logLine.findMany({ where: { runId: id! }, orderBy: { id: 'asc' } });
    const takenOver = lines.findIndex(({ text }) => text === 'Attempt 2 begins.');
    expect(takenOver).toBeGreaterThan(0);
    expect(lines.slice(takenOver).filter(({ attempt }) => attempt === 1)).toEqual([]);
    expect(await readCurve(lab.db, id!)).toEqual(await curveOfUninterruptedRun());
    expect(frozen.exitCode).toBeNull();
  });
});

describe('two supervisors at one queue', () => {
  it('give every run to one of them: never two open attempts, one success each', async () => {
    lab.plan({ steps: 8, stepMs: 10 });
    const runIds = await queueRuns([0, 1, 2, 3, 4, 5]);
    lab.startSupervisor({ slots: 2 });
    lab.startSupervisor({ slots: 2 });
    await waitUntil('all finished', async () => {
      const open = await lab.db.taskAttempt.groupBy({ by: ['taskId'], where: { endedAt: null }, _count: true });
      for (const { _count } of open) expect(_count).toBe(1);
      return (await lab.db.task.count({ where: { status: 'SUCCEEDED' } })) === runIds.length;
    });
    for (const id of runIds) {
      expect((await attemptsOf(id)).filter(({ outcome }) => outcome === 'SUCCEEDED')).toHaveLength(1);
      expect(await readCurve(lab.db, id)).toHaveLength(8);
    }
  });
});

describe('cancelling while a checkpoint is being written', () => {
  it('leaves nothing half written: what is there is whole', async () => {
    lab.plan({ steps: 1000, checkpointEvery: 1, stepMs: 0, checkpointBytes: 4_000_000 });
    lab.startSupervisor();
    const [id] = await queueRuns([0]);
    await waitUntil('checkpoints', async () => (await lab.db.checkpoint.count({ where: { runId: id! } })) > 1);
    await cancelTask(lab.db, id!);
    await waitUntil('cancelled', async () => (await runOf(id!)).status === 'CANCELLED');
    const root = join(lab.home, 'artifacts');
    expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
    const checkpoints = await lab.db.checkpoint.findMany({ where: { runId: id! } });
    expect(checkpoints.length).toBeGreaterThan(0);
    for (const { artifactId, step } of checkpoints) {
      const bytes = await readArtifact(lab.db, { id: artifactId, root });
      expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ step });
    }
  });
});
