import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createExperiment } from '@/server/experiments/createExperiment';
import { deleteExperiment } from '@/server/experiments/deleteExperiment';
import { restoreExperiment } from '@/server/experiments/restoreExperiment';
import { restoreConfig } from '@/server/runs/restoreConfig';
import { cancelTask } from '@/server/tasks/cancelTask';
import { retryTask } from '@/server/tasks/retryTask';
import { createLab, type Lab } from '@/test/support/createLab';
import { readCurve } from '@/test/support/readCurve';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';

let lab: Lab;
const base = { cells: [{ variant: 'base' as const, fusion: 'temporal_concat' as const }] };

beforeAll(async () => {
  lab = await createLab();
  lab.startSupervisor({ slots: 2 });
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.plan({});
  rmSync(join(lab.dataset, 'mended'), { force: true });
});

const runOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
const ended = (id: string, status: string) =>
  waitUntil(`run ${id} ${status}`, async () => {
    const run = await runOf(id);
    if (run.status === 'FAILED' && status !== 'FAILED') throw new Error(run.statusMessage ?? 'failed');
    return run.status === status && run;
  });
const atWork = (id: string) => waitUntil(`run ${id} at work`, async () => (await runOf(id)).step > 0);

describe('a supervisor', () => {
  it('takes an experiment from the queue to its evaluations: base first, then what needs it', async () => {
    const { runIds } = await createExperiment(lab.db, smallSpec());
    const [baseRun, ablation] = await Promise.all(runIds.map((id) => ended(id, 'SUCCEEDED')));
    expect(ablation!.startedAt!.getTime()).toBeGreaterThanOrEqual(baseRun!.finishedAt!.getTime());
    for (const run of [baseRun!, ablation!]) {
      expect(run).toMatchObject({ progress: 1, step: 40, totalSteps: 40, attemptNumber: 1, phase: null });
      expect((await readCurve(lab.db, run.id)).map(({ step }) => step)).toEqual(
        Array.from({ length: 40 }, (_, k) => k),
      );
      expect(await lab.db.evaluation.count({ where: { runId: run.id } })).toBe(1);
      const lines = await lab.db.logLine.findMany({ where: { runId: run.id, source: 'run' }, orderBy: { id: 'asc' } });
      expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: 40 }, (_, k) => `step ${k}`));
      const system = await lab.db.metricLatest.findMany({ where: { runId: run.id, split: 'system' } });
      expect(system.map(({ key }) => key).sort()).toEqual(['cpu_percent', 'memory_mib']);
    }
  });

  it('fails a run whose config is damaged and an import it cannot read, goes on with the rest, and what the message advises works', async () => {
    const { runIds } = await createExperiment(lab.db, smallSpec({ ...base, seeds: [0, 1] }));
    const [damaged, sound] = runIds as [string, string];
    await lab.db.run.update({ where: { id: damaged }, data: { config: { recipe: 'x' } } });
    const damagedImport = await lab.db.task.create({ data: { kind: 'scan', title: 'Damaged', input: [] } });
    const newer = await lab.db.task.create({ data: { kind: 'of_a_newer_version', title: 'Newer', input: {} } });
    const run = await ended(damaged, 'FAILED');
    expect(run).toMatchObject({
      statusCode: 'damaged',
      statusMessage: expect.stringContaining('Restore it on the page'),
    });
    await ended(sound, 'SUCCEEDED');
    const taskOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
    await waitUntil('the import to fail', async () => (await taskOf(damagedImport.id)).status === 'FAILED');
    expect(await taskOf(damagedImport.id)).toMatchObject({
      statusCode: 'damaged',
      statusMessage: expect.stringContaining('Discard it'),
    });
    expect(await taskOf(newer.id)).toMatchObject({ status: 'QUEUED', attemptNumber: 0 });
    await restoreConfig(lab.db, damaged);
    await retryTask(lab.db, damaged);
    await ended(damaged, 'SUCCEEDED');
  });

  it('stops a run at work when it is cancelled, and lets it go on from its checkpoint when it is retried', async () => {
    lab.plan({ steps: 100 });
    const { runIds } = await createExperiment(lab.db, smallSpec(base));
    const [id] = runIds as [string];
    await waitUntil('a checkpoint', async () => (await lab.db.checkpoint.count({ where: { runId: id } })) > 0);
    await cancelTask(lab.db, id);
    const cancelled = await ended(id, 'CANCELLED');
    expect(cancelled.step).toBeLessThan(100);
    expect(await lab.db.evaluation.count({ where: { runId: id } })).toBe(0);
    await retryTask(lab.db, id);
    await ended(id, 'SUCCEEDED');
    const attempts = await lab.db.taskAttempt.findMany({ where: { taskId: id }, orderBy: { number: 'asc' } });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['CANCELLED', 'SUCCEEDED']);
    expect(attempts[1]?.resumedAtStep).toBeGreaterThan(0);
  });

  it('stores the reason of a failure, and a dependant shows it and goes on after the retry', async () => {
    const message = 'No videos/46GP8.mp4 in the data set: restore it.';
    lab.plan({ failure: { step: 3, kind: 'reason', code: 'video_missing', message } });
    const { runIds } = await createExperiment(lab.db, smallSpec());
    const [baseId, ablationId] = runIds as [string, string];
    expect(await ended(baseId, 'FAILED')).toMatchObject({ statusCode: 'video_missing', statusMessage: message });
    expect(await runOf(ablationId)).toMatchObject({ status: 'BLOCKED', statusCode: 'base_failed' });
    expect((await runOf(ablationId)).statusMessage).toContain('No videos/46GP8.mp4');
    writeFileSync(join(lab.dataset, 'mended'), '');
    await retryTask(lab.db, baseId);
    await ended(baseId, 'SUCCEEDED');
    await ended(ablationId, 'SUCCEEDED');
  });

  it.each([
    ['bug', 'internal', 'Its log has the details under the reference'],
    ['crash', 'internal', 'exit code 3'],
    ['no_space', 'disk_full', 'Make room'],
  ] as const)('turns a %s into FAILED %s, with words that help', async (kind, statusCode, words) => {
    lab.plan({ failure: { step: 2, kind } });
    const { runIds } = await createExperiment(lab.db, smallSpec(base));
    const run = await ended(runIds[0]!, 'FAILED');
    expect(run.statusCode).toBe(statusCode);
    expect(run.statusMessage).toContain(words);
    const stack = await lab.db.logLine.count({ where: { runId: run.id, text: { contains: 'countingExecutor' } } });
    expect(stack > 0).toBe(kind === 'bug');
    const reference = /reference ([0-9a-f]{8})/.exec(run.statusMessage ?? '')?.[1] ?? 'none';
    const told = await lab.db.logLine.count({ where: { runId: run.id, text: { contains: reference } } });
    expect(told > 0).toBe(kind === 'bug');
  });

  it('stops the runs of a deleted experiment at a checkpoint and goes on when it is restored', async () => {
    lab.plan({ steps: 100 });
    const { experimentId, runIds } = await createExperiment(lab.db, smallSpec(base));
    const [id] = runIds as [string];
    await atWork(id);
    await deleteExperiment(lab.db, experimentId);
    await waitUntil('pre-empted', async () => (await runOf(id)).status === 'QUEUED');
    const checkpoint = await lab.db.checkpoint.findFirstOrThrow({ where: { runId: id }, orderBy: { step: 'desc' } });
    await restoreExperiment(lab.db, experimentId);
    await ended(id, 'SUCCEEDED');
    const attempts = await lab.db.taskAttempt.findMany({ where: { taskId: id }, orderBy: { number: 'asc' } });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['PREEMPTED', 'SUCCEEDED']);
    expect(attempts[1]?.resumedAtStep).toBe(checkpoint.step);
  });
});

describe('a supervisor that is told to stop', () => {
  it('hands its runs back at a checkpoint, says goodbye, and another one takes them over', async () => {
    const own = await createLab();
    try {
      own.plan({ steps: 100 });
      const supervisor = own.startSupervisor();
      const { runIds } = await createExperiment(own.db, smallSpec(base));
      const [id] = runIds as [string];
      await waitUntil('at work', async () => (await own.db.task.findUniqueOrThrow({ where: { id } })).step > 5);
      const exit = once(supervisor, 'exit');
      supervisor.kill('SIGTERM');
      expect(await exit).toEqual([0, null]);
      expect(await own.db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({
        status: 'QUEUED',
        lostAttempts: 0,
      });
      expect(await own.db.worker.count({ where: { stoppedAt: null } })).toBe(0);
      own.startSupervisor();
      await waitUntil(
        'finished',
        async () => (await own.db.task.findUniqueOrThrow({ where: { id } })).status === 'SUCCEEDED',
      );
      expect(await readCurve(own.db, id)).toHaveLength(100);
    } finally {
      await own.close();
    }
  });
});
