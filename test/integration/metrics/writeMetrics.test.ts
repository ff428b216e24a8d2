import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MetricPoint } from '@/domain/metrics';
import { createDb, type Db } from '@/server/db';
import { createExperiment } from '@/server/experiments/createExperiment';
import { rewindMetrics } from '@/server/metrics/rewindMetrics';
import { writeMetrics } from '@/server/metrics/writeMetrics';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { registerLab } from '@/test/support/registerLab';
import { smallSpec } from '@/test/support/smallSpec';

let database: TestDatabase;
let db: Db;
let runId: string;

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
  const { runIds } = await createExperiment(db, smallSpec());
  runId = runIds[0]!;
});

const loss = (step: number, value: number): MetricPoint => ({
  key: 'loss',
  split: 'train',
  step,
  epoch: step / 10,
  value,
});
const write = (points: MetricPoint[]) => writeMetrics(db, runId, points);
const stored = async () =>
  (await db.metricPoint.findMany({ where: { runId }, orderBy: { step: 'asc' } })).map(({ step, value }) => [
    step,
    value,
  ]);
const latest = async (key = 'loss', split = 'train') => {
  const row = await db.metricLatest.findUnique({ where: { runId_key_split: { runId, key, split } } });
  return row && { lastStep: row.lastStep, last: row.last, min: row.min, max: row.max, points: row.points };
};

/** What the table must say, by the plainest way to compute it. */
async function recomputed(): Promise<Awaited<ReturnType<typeof latest>>> {
  const points = await stored();
  const finite = points.map(([, value]) => value!).filter(Number.isFinite);
  const [lastStep, last] = points.at(-1)!;
  return {
    lastStep: lastStep!,
    last: last!,
    min: Math.min(...finite),
    max: Math.max(...finite),
    points: points.length,
  };
}

describe('metrics of a run', () => {
  it('stand once when a batch is sent twice or overlaps another', async () => {
    await write([loss(0, 3), loss(1, 2)]);
    await write([loss(0, 3), loss(1, 2)]);
    await write([loss(1, 99), loss(2, 1), loss(2, 77)]);
    expect(await stored()).toEqual([
      [0, 3],
      [1, 2],
      [2, 1],
    ]);
    expect(await latest()).toEqual({ lastStep: 2, last: 1, min: 1, max: 3, points: 3 });
  });

  it('keep NaN and infinities, which do not become minimum or maximum', async () => {
    await write([
      loss(0, Number.POSITIVE_INFINITY),
      loss(1, 4),
      loss(2, Number.NEGATIVE_INFINITY),
      loss(3, Number.NaN),
    ]);
    expect(await stored()).toEqual([
      [0, Number.POSITIVE_INFINITY],
      [1, 4],
      [2, Number.NEGATIVE_INFINITY],
      [3, Number.NaN],
    ]);
    expect(await latest()).toEqual({ lastStep: 3, last: Number.NaN, min: 4, max: 4, points: 4 });
  });

  it('have no minimum where no value is finite, and get one with the first finite value', async () => {
    await write([loss(0, Number.NaN)]);
    expect(await latest()).toMatchObject({ min: null, max: null });
    await write([loss(1, -2)]);
    expect(await latest()).toMatchObject({ min: -2, max: -2 });
  });

  it('keep doubles to the last bit', async () => {
    const value = 0.1 + 0.2;
    await write([loss(0, value), loss(1, Number.MIN_VALUE), loss(2, -Number.MAX_VALUE)]);
    expect((await stored()).map(([, stands]) => stands)).toEqual([value, Number.MIN_VALUE, -Number.MAX_VALUE]);
  });

  it('agree with their summary whatever the order of the batches', async () => {
    let state = 12345;
    const random = () => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state / 2 ** 31;
    };
    for (let batch = 0; batch < 20; batch++) {
      const size = 1 + Math.floor(random() * 30);
      await write(Array.from({ length: size }, () => loss(Math.floor(random() * 200), random() - 0.5)));
    }
    expect(await latest()).toEqual(await recomputed());
  });

  it('are taken back to a checkpoint, summary included, without touching evaluations and system load', async () => {
    await write(Array.from({ length: 10 }, (_, step) => loss(step, 10 - step)));
    await write([{ key: 'mAP', split: 'test', step: 10, epoch: 1, value: 0.5 }]);
    await write([{ key: 'memory_mib', split: 'system', step: 600, epoch: 0, value: 1 }]);
    await rewindMetrics(db, runId, 4);
    expect(await latest()).toEqual({ lastStep: 3, last: 7, min: 7, max: 10, points: 4 });
    expect(await latest('mAP', 'test')).toMatchObject({ points: 1 });
    expect(await latest('memory_mib', 'system')).toMatchObject({ points: 1 });
    await rewindMetrics(db, runId, 0);
    expect(await latest()).toBeNull();
  });
});
