import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunConfig } from '@/domain/runConfig';
import { createWorld } from '@/test/support/createWorld';
import { type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';

let world: Awaited<ReturnType<typeof createWorld>>;
let seeded: SeededExperiment;
/** What the bases of Table 1 got, which nothing of Table 2 may show. */
const short = 0.111;

beforeAll(async () => {
  world = await createWorld();
  seeded = await seedExperiment(world.db, {
    root: world.home,
    seeds: [0, 1],
    videos: 40,
    table1Frames: [4, 8],
    fateOf: (key) => (key === 'base-T4-seed1' ? 'wait' : 'finish'),
    cells: [
      { variant: 'base', fusion: 'late_fusion' },
      { variant: 'center', fusion: 'late_fusion' },
    ],
  });
  await world.db.evaluation.updateMany({ where: { run: { key: { contains: '-T4-' } } }, data: { map: short } });
});
afterAll(() => world.close());

const id = () => seeded.experimentId;
const base = async () => {
  const { rows } = await world.caller.experiment.table({ id: id() });
  return rows.find(({ variant }) => variant === 'base')!.cells.late_fusion;
};

it('shows the bases of every length in Table 1, on their own clips', async () => {
  const table = (await world.caller.experiment.table1({ id: id() }))!;
  expect(table.rows.map(({ frames, seeds }) => [frames, seeds.map(({ state, run }) => [state, run?.id])])).toEqual([
    [
      4,
      [
        ['done', seeded.runs.get('base-T4-seed0')],
        ['queued', seeded.runs.get('base-T4-seed1')],
      ],
    ],
    [
      8,
      [
        ['done', seeded.runs.get('base-seed0')],
        ['done', seeded.runs.get('base-seed1')],
      ],
    ],
  ]);
  expect(table.rows[0]).toMatchObject({ score: { mean: short, n: 1 }, protocols: [{ frames: 4, fps: 8 }] });
  const one = await world.caller.experiment.table1({ id: id(), seed: 1 });
  expect(one?.rows.map(({ score }) => score?.n ?? 0)).toEqual([0, 1]);
});

it('leaves Table 2, its differences, the list of experiments and the gallery to the Base of Table 2', async () => {
  const cell = await base();
  expect(cell.seeds.map(({ run }) => run?.id)).toEqual([seeded.runs.get('base-seed0'), seeded.runs.get('base-seed1')]);
  expect(cell.score?.mean).toBeGreaterThan(short);
  expect(cell.protocols).toMatchObject([{ frames: 8 }]);
  const { items } = await world.caller.experiment.list({});
  expect(items.find((item) => item.id === id())?.best?.score.mean).toBeGreaterThan(short);
  const { evaluation } = await world.caller.gallery.cell({
    experimentId: id(),
    variant: 'base',
    fusion: 'late_fusion',
    seed: 0,
  });
  expect(evaluation?.runId).toBe(seeded.runs.get('base-seed0'));
});

it('starts a row that is asked for later from the Base of Table 2', async () => {
  await world.caller.experiment.addCell({ id: id(), cell: { variant: 'repeat', fusion: 'late_fusion' } });
  const runs = await world.db.run.findMany({
    where: { experimentId: id(), key: { startsWith: 'repeat' } },
    orderBy: { seed: 'asc' },
  });
  expect(runs.map(({ baseRunId }) => baseRunId)).toEqual([
    seeded.runs.get('base-seed0'),
    seeded.runs.get('base-seed1'),
  ]);
  expect(runs.every(({ config }) => (config as RunConfig).clip.frames === 8)).toBe(true);
});

it('does not take a base of another length for the one of Table 2 that was deleted', async () => {
  await world.db.run.update({ where: { id: seeded.runs.get('base-seed0')! }, data: { deletedAt: new Date() } });
  const [first] = (await base()).seeds;
  await world.db.run.update({ where: { id: seeded.runs.get('base-seed0')! }, data: { deletedAt: null } });
  expect(first?.run?.id ?? null).not.toBe(seeded.runs.get('base-T4-seed0'));
  expect(first?.evaluation?.map).not.toBe(short);
});

it('has no Table 1 where the experiment was made without', async () => {
  const other = await seedExperiment(world.db, {
    root: world.home,
    seeds: [0],
    videos: 5,
    fateOf: () => 'wait',
    cells: [{ variant: 'base', fusion: 'late_fusion' }],
  });
  expect(await world.caller.experiment.table1({ id: other.experimentId })).toBeNull();
});
