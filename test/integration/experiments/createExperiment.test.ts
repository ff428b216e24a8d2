import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fusionIds } from '@/domain/fusions';
import { runConfigSchema } from '@/domain/runConfig';
import { createDb, type Db } from '@/server/db';
import { createDemo } from '@/server/experiments/createDemo';
import { createExperiment } from '@/server/experiments/createExperiment';
import { deleteExperiment } from '@/server/experiments/deleteExperiment';
import { demoSpec } from '@/server/experiments/demoSpec';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { registerLab } from '@/test/support/registerLab';
import { smallSpec } from '@/test/support/smallSpec';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  await registerLab(db, '/lab');
  await db.dataset.create({
    data: { slug: 'microcharades', name: 'Micro', root: '/micro', classes: [], trainVideos: 0, testVideos: 0 },
  });
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await db.experiment.deleteMany();
});

const runsOf = async (experimentId: string) => {
  const runs = await db.run.findMany({
    where: { experimentId },
    orderBy: { train: { queuePosition: 'asc' } },
    include: { train: true },
  });
  return runs.map(({ train, ...run }) => ({ ...run, status: train.status }));
};

describe('an experiment', () => {
  it('becomes runs with checked configurations; those of a seed wait for the base run of that seed', async () => {
    const { experimentId, runIds } = await createExperiment(db, smallSpec({ seeds: [3, 5] }));
    const runs = await runsOf(experimentId);
    expect(runs.map(({ id }) => id)).toEqual(runIds);
    expect(runs.map(({ name, status }) => ({ name, status }))).toEqual([
      { name: 'Base, seed 3', status: 'QUEUED' },
      { name: expect.stringContaining('seed 3'), status: 'BLOCKED' },
      { name: 'Base, seed 5', status: 'QUEUED' },
      { name: expect.stringContaining('seed 5'), status: 'BLOCKED' },
    ]);
    expect(runs.map(({ baseRunId }) => baseRunId)).toEqual([null, runs[0]?.id, null, runs[2]?.id]);
    for (const run of runs) expect(runConfigSchema.parse(run.config).seed).toBe(run.seed);
  });

  it('joins the end of the queue', async () => {
    const first = await createExperiment(db, smallSpec());
    const second = await createExperiment(db, smallSpec());
    const queue = await db.task.findMany({ orderBy: { queuePosition: 'asc' }, select: { id: true } });
    expect(queue.map(({ id }) => id)).toEqual([...first.runIds, ...second.runIds]);
  });

  it('starts from a finished base without training another', async () => {
    const { runIds } = await createExperiment(
      db,
      smallSpec({ cells: [{ variant: 'base', fusion: 'temporal_concat' }] }),
    );
    const reuse = { base: { kind: 'reuse' as const, runId: runIds[0]! }, seeds: [0, 1] };
    await expect(createExperiment(db, smallSpec(reuse))).rejects.toMatchObject({ code: 'conflict' });
    await db.task.update({ where: { id: runIds[0]! }, data: { status: 'SUCCEEDED' } });
    const { experimentId } = await createExperiment(db, smallSpec(reuse));
    const runs = await runsOf(experimentId);
    expect(runs.map(({ status, baseRunId }) => ({ status, baseRunId }))).toEqual([
      { status: 'QUEUED', baseRunId: runIds[0] },
      { status: 'QUEUED', baseRunId: runIds[0] },
    ]);
  });

  it('refuses a base that was trained for other clips, or that is none', async () => {
    const spec = smallSpec();
    const { runIds } = await createExperiment(db, spec);
    await db.task.updateMany({ data: { status: 'SUCCEEDED' } });
    const otherClip = { clip: { ...spec.clip, frames: 16 }, base: { kind: 'reuse' as const, runId: runIds[0]! } };
    await expect(createExperiment(db, smallSpec(otherClip))).rejects.toThrow(/another clip/);
    const noBase = { base: { kind: 'reuse' as const, runId: runIds[1]! } };
    await expect(createExperiment(db, smallSpec(noBase))).rejects.toThrow(/is no base/);
  });

  it('leaves nothing behind when it is refused', async () => {
    await expect(createExperiment(db, smallSpec({ dataset: 'nowhere' }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(createExperiment(db, smallSpec({ cells: [] }))).rejects.toThrow('Choose at least one row.');
    expect(await db.experiment.count()).toBe(0);
  });
});

describe('the demo', () => {
  it('holds all nine rows of Table 2 in both columns', () => {
    const { cells } = demoSpec([0]);
    expect(cells).toHaveLength(9 * fusionIds.length);
    expect(new Set(cells.map(({ variant, fusion }) => `${variant} ${fusion}`)).size).toBe(cells.length);
  });

  it('is made once, however many ask at the same time', async () => {
    const made = await Promise.all([createDemo(db), createDemo(db), createDemo(db)]);
    expect(new Set(made.map(({ experimentId }) => experimentId)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(await db.experiment.count()).toBe(1);
  });

  it('trains the base once and serves CE/CE and CE/E from one training', async () => {
    const { experimentId } = await createDemo(db);
    const runs = await runsOf(experimentId);
    const plans = runs.map(({ config }) => runConfigSchema.parse(config).evaluations.map(({ variant }) => variant));
    expect(plans[0]).toEqual(['base']);
    expect(plans.filter((plan) => plan.length === 2)).toEqual([
      ['attention_ce_ce', 'attention_ce_e'],
      ['attention_ce_ce_upscaled', 'attention_ce_e_upscaled'],
      ['attention_ce_ce', 'attention_ce_e'],
      ['attention_ce_ce_upscaled', 'attention_ce_e_upscaled'],
    ]);
    expect(runs).toHaveLength(13);
  });

  it('comes back after it was deleted, and is another one with other seeds', async () => {
    const { experimentId } = await createDemo(db);
    await deleteExperiment(db, experimentId);
    expect(await createDemo(db)).toEqual({ experimentId, created: false });
    expect((await db.experiment.findUniqueOrThrow({ where: { id: experimentId } })).deletedAt).toBeNull();
    expect((await createDemo(db, { seeds: [0, 1, 2] })).created).toBe(true);
  });
});
