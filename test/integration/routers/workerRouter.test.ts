import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportBatch } from '@/server/tasks/reportBatch';
import { createWorld } from '@/test/support/createWorld';
import { stageRuns } from '@/test/support/stageRuns';

let world: Awaited<ReturnType<typeof createWorld>>;
let stage: Awaited<ReturnType<typeof stageRuns>>;
let worker: string;
let queued: string[];
const unknown = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  world = await createWorld();
  stage = await stageRuns(world.db);
});
afterAll(() => world.close());

const names = async () => (await world.caller.worker.queue()).items.map(({ run }) => run.name.split(',')[0]);

it('knows no worker and no queue at first', async () => {
  expect((await world.caller.worker.list()).workers).toEqual([]);
  expect(await world.caller.worker.queue()).toEqual({ items: [], total: 0 });
});

it('shows a worker with what its slots do', async () => {
  worker = await stage.worker({ host: 'gpu-1', slots: 2 });
  const { runIds } = await stage.experiment([
    { variant: 'base', fusion: 'late_fusion' },
    { variant: 'repeat', fusion: 'late_fusion' },
    { variant: 'random', fusion: 'late_fusion' },
    { variant: 'center', fusion: 'late_fusion' },
  ]);
  queued = runIds.slice(1);
  const lease = await stage.begin(worker, 1);
  const progress = { phase: 'training' as const, step: 10, totalSteps: 40, progress: 0.25, etaSeconds: 90 };
  await reportBatch(world.db, lease, 'run', { points: [], lines: [], progress });
  const { workers, now } = await world.caller.worker.list();
  expect(workers).toMatchObject([
    {
      host: 'gpu-1',
      slots: 2,
      draining: false,
      attempts: [
        {
          ...{ slot: 1, number: 1 },
          task: { kind: 'train', progress: 0.25, etaSeconds: 90, phase: 'training', run: { id: runIds[0] } },
        },
      ],
    },
  ]);
  expect(now.getTime()).toBeGreaterThanOrEqual(workers[0]!.heartbeatAt.getTime());
});

it('lists waiting runs in their order, with the run they wait for and no start that nobody can know', async () => {
  const { items, total } = await world.caller.worker.queue();
  expect(total).toBe(3);
  expect(items.map(({ id }) => id)).toEqual(queued);
  expect(items[0]).toMatchObject({ status: 'BLOCKED', baseRun: { status: 'RUNNING' }, durationSeconds: null });
  // The base is ready in 90 s, and one slot is free then; how long a run takes is not known yet, so the third has no estimate.
  expect(items.map(({ startsInSeconds }) => startsInSeconds)).toEqual([90, 90, null]);
});

/** Seconds of work, a pause, seconds of work: what happened to a task, by the clock of the database. */
async function history(taskId: string, attempts: { from: string; to: string; leaseUntil?: string; outcome: string }[]) {
  for (const [k, { from, to, leaseUntil = '9999-01-01T00:00:00Z', outcome }] of attempts.entries()) {
    await world.db.$executeRaw`
      insert into task_attempts (id, task_id, number, worker_id, slot, claimed_at, heartbeat_at, lease_expires_at, ended_at, outcome)
      values (gen_random_uuid(), ${taskId}::uuid, ${k + 1}, ${worker}::uuid, 0, ${from}::timestamptz, ${from}::timestamptz,
        ${leaseUntil}::timestamptz, ${to}::timestamptz, ${outcome}::"AttemptOutcome")`;
  }
}

it('estimates starts once a run like these has finished, by the time at work: nights, pauses and lost hosts do not count', async () => {
  const other = await stage.experiment([{ variant: 'repeat', fusion: 'late_fusion' }]);
  await world.db.task.updateMany({ where: { id: { in: other.runIds } }, data: { status: 'CANCELLED' } });
  const [from, to] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-09T08:00:30Z')];
  await world.db.task.update({
    where: { id: other.runIds[1]! },
    data: { status: 'SUCCEEDED', startedAt: from, finishedAt: to },
  });
  await history(other.runIds[1]!, [
    { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:20Z', outcome: 'PREEMPTED' },
    // The machine was off for a week; its lease had run out after ten seconds.
    { from: '2026-01-02T00:00:00Z', to: '2026-01-09T00:00:00Z', leaseUntil: '2026-01-02T00:00:10Z', outcome: 'LOST' },
    { from: '2026-01-09T08:00:00Z', to: '2026-01-09T08:00:30Z', outcome: 'SUCCEEDED' },
  ]);
  const { items: finished } = await world.caller.run.list({ statuses: ['SUCCEEDED'] });
  expect(finished.map(({ durationSeconds }) => durationSeconds)).toEqual([60]);
  expect((await world.caller.run.byId({ id: other.runIds[1]! })).durationSeconds).toBe(60);
  const { items } = await world.caller.worker.queue();
  expect(items.map(({ durationSeconds }) => durationSeconds)).toEqual([60, null, null]);
  expect(items.map(({ startsInSeconds }) => startsInSeconds)).toEqual([90, 90, 150]);
});

it('does not count on a worker that has gone silent, but on the base that it may still finish', async () => {
  const heartbeatAt = new Date('2026-01-01T00:00:00Z');
  await world.db.worker.update({ where: { id: worker }, data: { heartbeatAt } });
  expect((await world.caller.worker.queue()).items.map((run) => run.startsInSeconds)).toEqual([null, null, null]);
  const other = await stage.worker({ host: 'gpu-0', slots: 1 });
  expect((await world.caller.worker.queue()).items.map((run) => run.startsInSeconds)).toEqual([90, 150, null]);
  await world.db.worker.delete({ where: { id: other } });
  await world.db.$executeRaw`update workers set heartbeat_at = now() where id = ${worker}::uuid`;
});

it('moves runs up, down, to the top and to the bottom', async () => {
  expect(await names()).toEqual(['Repeat V_in', 'Random crop from V_in', 'Centre crop from V_in']);
  await world.caller.worker.move({ taskId: queued[2]!, move: 'up' });
  expect(await names()).toEqual(['Repeat V_in', 'Centre crop from V_in', 'Random crop from V_in']);
  await world.caller.worker.move({ taskId: queued[0]!, move: 'bottom' });
  expect(await names()).toEqual(['Centre crop from V_in', 'Random crop from V_in', 'Repeat V_in']);
  await world.caller.worker.move({ taskId: queued[1]!, move: 'top' });
  expect(await names()).toEqual(['Random crop from V_in', 'Centre crop from V_in', 'Repeat V_in']);
  await world.caller.worker.move({ taskId: queued[1]!, move: 'down' });
  expect(await names()).toEqual(['Centre crop from V_in', 'Random crop from V_in', 'Repeat V_in']);
});

it('moves runs apart that stand at the same position', async () => {
  await world.db.task.updateMany({ where: { id: { in: queued } }, data: { queuePosition: 7 } });
  const before = await names();
  const { items } = await world.caller.worker.queue();
  await world.caller.worker.move({ taskId: items[2]!.id, move: 'up' });
  expect(await names()).toEqual([before[0], before[2], before[1]]);
});

it('refuses to move a run that does not wait', async () => {
  await expect(world.caller.worker.move({ taskId: unknown, move: 'up' })).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(world.caller.worker.move({ taskId: queued[0]!, move: 'sideways' as 'up' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

it('drains a worker, which then claims nothing and is not counted on', async () => {
  await world.db.run.updateMany({ where: { id: { in: queued } }, data: { baseRunId: null } });
  await world.db.task.updateMany({ where: { id: { in: queued } }, data: { status: 'QUEUED' } });
  await world.caller.worker.drain({ id: worker, draining: true });
  await expect(stage.begin(worker)).rejects.toThrow('nothing waits');
  expect((await world.caller.worker.queue()).items[0]?.startsInSeconds).toBeNull();
  await world.caller.worker.drain({ id: worker, draining: false });
  expect((await world.caller.worker.queue()).items[0]?.startsInSeconds).toBe(0);
  await expect(world.caller.worker.drain({ id: unknown, draining: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('remembers a worker that stopped, and does not drain it', async () => {
  const stopped = await stage.worker({ host: 'gpu-2' });
  await world.db.worker.update({ where: { id: stopped }, data: { stoppedAt: new Date() } });
  const { workers } = await world.caller.worker.list();
  expect(workers.map(({ host }) => host)).toEqual(['gpu-1', 'gpu-2']);
  await expect(world.caller.worker.drain({ id: stopped, draining: true })).rejects.toMatchObject({ code: 'CONFLICT' });
});
