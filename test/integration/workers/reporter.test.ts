import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { MetricPoint } from '@/domain/metrics';
import { createDb, type Db } from '@/server/db';
import { createExperiment } from '@/server/experiments/createExperiment';
import { finishTask } from '@/server/tasks/finishTask';
import type { RunLease } from '@/server/tasks/lease';
import { addWorker } from '@/test/support/addWorker';
import { claimRun } from '@/test/support/claimRun';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { readCurve } from '@/test/support/readCurve';
import { registerLab } from '@/test/support/registerLab';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';
import { createReporter, type ReporterOptions } from '@/workers/report/createReporter';

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

function reporterWith(options: Partial<ReporterOptions> = {}) {
  const reporter = createReporter({ db, lease, source: 'run', everyMs: 20, ...options });
  onTestFinished(() => reporter.close());
  return reporter;
}
const loss = (step: number): MetricPoint => ({ key: 'loss', split: 'train', step, epoch: 0, value: step / 7 });
const training = { phase: 'training', totalSteps: 10, etaSeconds: null } as const;

describe('a reporter', () => {
  it('sends by itself what was said, in order', async () => {
    const reporter = reporterWith();
    for (let step = 0; step < 10; step++) {
      reporter.metrics([loss(step)]);
      reporter.log('info', `step ${step}`);
      reporter.progress({ ...training, step, progress: step / 10 });
    }
    await waitUntil(
      'written',
      async () => (await db.logLine.count({ where: { runId: lease.runId, source: 'run' } })) === 10,
    );
    const lines = await db.logLine.findMany({ where: { runId: lease.runId, source: 'run' }, orderBy: { id: 'asc' } });
    expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, step) => `step ${step}`));
    expect(await readCurve(db, lease.runId)).toHaveLength(10);
    const run = await db.task.findUniqueOrThrow({ where: { id: lease.runId } });
    expect(run).toMatchObject({ step: 9, phase: 'training', progress: 0.9 });
  });

  it('says what a phase counts, and forgets it in a phase that counts steps', async () => {
    const reporter = reporterWith({ everyMs: 3_600_000 });
    const count = { done: 312, total: 1863, perSecond: 0.42 };
    reporter.progress({ ...training, phase: 'evaluating', step: 10, progress: 0.5, count });
    await reporter.drain();
    const run = () => db.task.findUniqueOrThrow({ where: { id: lease.runId } });
    expect(await run()).toMatchObject({ phaseDone: 312, phaseTotal: 1863, phaseRate: 0.42 });
    reporter.progress({ ...training, step: 10, progress: 0.5 });
    await reporter.drain();
    expect(await run()).toMatchObject({ phaseDone: 0, phaseTotal: 0, phaseRate: null });
  });

  it('has written everything when it is drained', async () => {
    const reporter = reporterWith({ everyMs: 3_600_000 });
    for (let step = 0; step < 50; step++) reporter.metrics([loss(step)]);
    await reporter.drain();
    expect(await readCurve(db, lease.runId)).toHaveLength(50);
  });

  it('writes text that Postgres cannot hold in a form that it can', async () => {
    const reporter = reporterWith();
    reporter.log('warn', 'a\u0000b \ud800 c');
    reporter.log('info', 'x'.repeat(20_000));
    await reporter.drain();
    const [odd, long] = await db.logLine.findMany({
      where: { runId: lease.runId, source: 'run' },
      orderBy: { id: 'asc' },
    });
    expect(odd?.text).toBe('a\\u0000b \\uD800 c');
    expect(long?.text).toMatch(/^x{10000}… \(20000 characters\)$/);
  });

  it('refuses to say more after its attempt was fenced', async () => {
    const reporter = reporterWith({ everyMs: 3_600_000 });
    await finishTask(db, lease, { outcome: 'LOST', message: 'Gone.' });
    reporter.metrics([loss(0)]);
    await expect(reporter.drain()).rejects.toMatchObject({ code: 'fenced' });
    expect(() => reporter.metrics([loss(1)])).toThrow(expect.objectContaining({ code: 'fenced' }));
    expect(() => reporter.log('info', 'more')).toThrow(expect.objectContaining({ code: 'fenced' }));
    expect(await readCurve(db, lease.runId)).toEqual([]);
  });

  it('keeps what is said while the database is away, up to a bound', async () => {
    const away = createDb('postgresql://nobody@127.0.0.1:1/nothing');
    const abandon = new AbortController();
    onTestFinished(async () => {
      abandon.abort();
      await away.$disconnect();
    });
    const reporter = reporterWith({ db: away, most: 100, everyMs: 3_600_000, abandon: abandon.signal });
    for (let step = 0; step <= 100; step++) reporter.metrics([loss(step)]);
    expect(() => reporter.metrics([loss(101)])).toThrow(expect.objectContaining({ code: 'database_unreachable' }));
  });

  it('stops waiting for the database when it is told that this makes no sense any more', async () => {
    const away = createDb('postgresql://nobody@127.0.0.1:1/nothing');
    onTestFinished(() => away.$disconnect());
    const abandon = new AbortController();
    const reporter = reporterWith({ db: away, abandon: abandon.signal });
    reporter.metrics([loss(0)]);
    const drained = reporter.drain();
    abandon.abort();
    await expect(drained).rejects.toThrow();
  });
});
