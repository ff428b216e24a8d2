import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeEvent, watchChanges } from '@/server/events/watchChanges';
import { claimTask } from '@/server/tasks/claimTask';
import { createImport } from '@/server/tasks/createImport';
import { reportBatch } from '@/server/tasks/reportBatch';
import { startAttempt } from '@/server/tasks/startAttempt';
import { heartbeatWorker } from '@/server/workers/heartbeatWorker';
import { claimRun } from '@/test/support/claimRun';
import { createWorld } from '@/test/support/createWorld';
import { type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';

describe('the live channel', () => {
  let world: Awaited<ReturnType<typeof createWorld>>;
  let seeded: SeededExperiment;
  beforeAll(async () => {
    world = await createWorld();
    const cells = [{ variant: 'base' as const, fusion: 'late_fusion' as const }];
    seeded = await seedExperiment(world.db, { root: world.home, videos: 5, seeds: [0], cells, fateOf: () => 'wait' });
    // What the set-up wrote lies behind the look back of a new connection.
    await world.db.$executeRaw`update experiments set updated_at = updated_at - interval '1 hour'`;
    await world.db.$executeRaw`update runs set updated_at = updated_at - interval '1 hour'`;
    await world.db.$executeRaw`update tasks set updated_at = updated_at - interval '1 hour'`;
    await world.db
      .$executeRaw`update workers set started_at = started_at - interval '1 hour', heartbeat_at = heartbeat_at - interval '1 hour'`;
  });
  afterAll(() => world.close());

  /** The first event after `write` of which this is true; what the tests before wrote comes along when a connection begins. */
  async function nextAfter(
    write: () => Promise<unknown>,
    { cursor, until = () => true }: { cursor?: string; until?: (event: ChangeEvent) => boolean } = {},
  ) {
    const stop = new AbortController();
    const events = watchChanges(world.db, { cursor, signal: stop.signal, intervalMs: 20 });
    let next = events.next();
    await write();
    let { value } = await next;
    while (value && !until(value.event)) {
      next = events.next();
      ({ value } = await next);
    }
    stop.abort();
    await events.return(undefined);
    return value!;
  }

  it('tells of a renamed experiment', async () => {
    const { event } = await nextAfter(() =>
      world.caller.experiment.update({ id: seeded.experimentId, name: 'Renamed' }),
    );
    expect(event).toEqual({ experimentIds: [seeded.experimentId], runIds: [], importIds: [], workers: false });
  });

  it('tells of a run together with its experiment, and of its curves and log by themselves', async () => {
    const runId = seeded.runs.get('base-seed0')!;
    const lease = (await claimRun(world.db, { workerId: seeded.workerId, slot: 0, device: null, leaseSeconds: 30 }))!;
    await startAttempt(world.db, lease, { pid: 1 });
    const stop = new AbortController();
    const events = watchChanges(world.db, { signal: stop.signal, intervalMs: 5 });
    const { event } = (await events.next()).value!;
    expect(event.runIds).toEqual([runId]);
    expect(event.experimentIds).toEqual([seeded.experimentId]);
    const points = [{ key: 'loss' as const, split: 'train' as const, step: 1, epoch: 0.01, value: 1 }];
    const lines = [{ seq: 0, level: 'info' as const, text: 'hello', ageMs: 0 }];
    for (const batch of [
      { points, lines: [] },
      { points: [], lines },
    ]) {
      await reportBatch(world.db, lease, 'run', { ...batch, progress: null });
      expect((await events.next()).value!.event).toEqual({
        experimentIds: [],
        runIds: [runId],
        importIds: [],
        workers: false,
      });
    }
    stop.abort();
    await events.return(undefined);
  });

  it('tells of a worker that is alive', async () => {
    const { event } = await nextAfter(() => heartbeatWorker(world.db, seeded.workerId), {
      until: ({ workers }) => workers,
    });
    expect(event.workers).toBe(true);
  });

  it('tells of an import that makes progress', async () => {
    const id = await createImport(world.db, {
      kind: 'scan',
      title: 'Import',
      input: { name: 'Mine', slug: 'mine', layout: 'charades', root: '/videos' },
    });
    const request = { needs: 'little' as const, workerId: seeded.workerId, slot: null, device: null, leaseSeconds: 30 };
    const task = (await claimTask(world.db, request))!;
    const progress = { phase: null, step: 0, totalSteps: 0, progress: 0.5, etaSeconds: 1 };
    const report = () => reportBatch(world.db, task, 'run', { points: [], lines: [], progress });
    const { event } = await nextAfter(report, { until: ({ importIds }) => importIds.length > 0 });
    expect(event.importIds).toEqual([id]);
  });

  it('says a change once to one connection', async () => {
    const stop = new AbortController();
    const seen: string[][] = [];
    const events = watchChanges(world.db, { signal: stop.signal, intervalMs: 5 });
    await world.caller.experiment.update({ id: seeded.experimentId, name: 'Once' });
    for (const name of ['Twice', 'Thrice']) {
      seen.push((await events.next()).value!.event.experimentIds);
      await world.caller.experiment.update({ id: seeded.experimentId, name });
    }
    const { value } = await events.next();
    stop.abort();
    expect(await events.next()).toMatchObject({ done: true });
    expect(seen).toEqual([[seeded.experimentId], [seeded.experimentId]]);
    expect(value?.event).toEqual({ experimentIds: [seeded.experimentId], runIds: [], importIds: [], workers: false });
  });

  it('catches up on what happened while the connection was lost', async () => {
    const cursor = new Date(Date.now() - 60_000).toISOString();
    await world.db.$executeRaw`update experiments set updated_at = now() - interval '40 seconds'`;
    const { event } = await nextAfter(() => Promise.resolve(), { cursor });
    expect(event.experimentIds).toEqual([seeded.experimentId]);
  });

  it('can be subscribed to through the API, with a cursor that is a time', async () => {
    const stream = await world.caller.event.onChange({ lastEventId: new Date(Date.now() - 60_000).toISOString() });
    for await (const item of stream) {
      // A caller gets the envelope that tRPC would send, which its type does not say.
      const [cursor, event] = item as unknown as [string, ChangeEvent];
      expect(Date.parse(cursor)).toBeGreaterThan(Date.now() - 3_600_000);
      expect(event.experimentIds).toContain(seeded.experimentId);
      break;
    }
    await expect(world.caller.event.onChange({ lastEventId: 'yesterday' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
