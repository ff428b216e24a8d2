import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { createExperiment } from '@/server/experiments/createExperiment';
import { demoSpec } from '@/server/experiments/demoSpec';
import { createWorld } from '@/test/support/createWorld';
import { seedDataset } from '@/test/support/seedDataset';
import { seedExperiment } from '@/test/support/seedExperiment';
import { smallSpec } from '@/test/support/smallSpec';
import { storeBytes } from '@/test/support/storeBytes';

let world: Awaited<ReturnType<typeof createWorld>>;
let dataset: string;
let weightsId: string;
let baseRunId: string;

beforeAll(async () => {
  world = await createWorld();
  const { db, home } = world;
  dataset = (await seedDataset(db, 12)).slug;
  const artifactId = await storeBytes(db, { home, bytes: Buffer.from('weights'), mime: 'application/octet-stream' });
  const stored = { name: 'Kinetics', sourcePath: '/w', format: 'safetensors', backbone: 'micro_i3d', classes: 8 };
  weightsId = (await db.weights.create({ data: { ...stored, report: {}, artifactId } })).id;
  const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
  const seeded = await seedExperiment(db, { root: home, seeds: [0], videos: 12, cells });
  baseRunId = seeded.runs.get('base-seed0')!;
  const runs = await db.run.findMany({ where: { id: baseRunId } });
  await db.checkpoint.createMany({
    data: runs.map(({ id }) => ({ runId: id, step: 200, epoch: 2, final: true, artifactId })),
  });
});
afterAll(() => world.close());

const setUps: Record<string, () => ExperimentSpec> = {
  'all rows of Table 2 over three seeds': () => ({ ...demoSpec([0, 1, 2]), dataset, notes: 'as in\nthe paper' }),
  'with Table 1': () => smallSpec({ dataset, recipePreset: 'micro', table1Frames: [4, 8, 16], seeds: [3, 1] }),
  'from imported weights': () => smallSpec({ dataset, base: { kind: 'train', weightsId } }),
  'that evaluates imported weights as they are': () => {
    const spec = smallSpec({ dataset, base: { kind: 'weights', weightsId } });
    return { ...spec, baseRecipe: { ...spec.baseRecipe, epochs: 0 } };
  },
  'of Base alone, with edits of its own': () =>
    smallSpec({
      ...{ dataset, recipePreset: null, shuffleLabels: true, limit: { train: 20, test: 4 }, galleryMiB: 7 },
      cells: [{ variant: 'base', fusion: 'temporal_concat' }],
    }),
};
const damage = (id: string) => world.db.experiment.update({ where: { id }, data: { spec: ['damaged'] } });
const planOf = async (id: string) =>
  world.db.run.findMany({ where: { experimentId: id }, select: { key: true, config: true }, orderBy: { key: 'asc' } });

describe('a damaged set-up', () => {
  it.each(Object.entries(setUps))(
    '%s is restored from the configs of its runs, and all its tables are back',
    async (_, setUp) => {
      const { db, caller } = world;
      const spec = setUp();
      const { experimentId: id } = await createExperiment(db, spec);
      const before = await caller.experiment.byId({ id });
      const [table, table1] = await Promise.all([caller.experiment.table({ id }), caller.experiment.table1({ id })]);
      expect(await caller.experiment.isSpecRestorable({ id })).toBe(false);
      await damage(id);
      await expect(caller.experiment.byId({ id })).rejects.toThrow(/restores it from their configs/);
      expect(await caller.experiment.isSpecRestorable({ id })).toBe(true);
      await caller.experiment.restoreSpec({ id });
      const after = await caller.experiment.byId({ id });
      const plain = ({ recipePreset: _, cells: __, ...rest }: ExperimentSpec) => rest;
      expect(plain(after.spec)).toEqual(plain(before.spec));
      expect(await caller.experiment.table({ id })).toEqual(table);
      expect(await caller.experiment.table1({ id })).toEqual(table1);
      await expect(caller.experiment.restoreSpec({ id })).rejects.toThrow(/nothing to restore/);
    },
  );

  it('that reuses a finished base is restored with it', async () => {
    const { db, caller } = world;
    const { spec } = await caller.experiment.byId({
      id: (await db.run.findUniqueOrThrow({ where: { id: baseRunId } })).experimentId,
    });
    const cells = [{ variant: 'center' as const, fusion: 'late_fusion' as const }];
    const { experimentId: id } = await createExperiment(db, {
      ...spec,
      cells,
      base: { kind: 'reuse', runId: baseRunId },
    });
    await damage(id);
    await caller.experiment.restoreSpec({ id });
    expect((await caller.experiment.byId({ id })).spec.base).toEqual({ kind: 'reuse', runId: baseRunId });
  });

  it('with some damaged configs is restored from the others, and they from it', async () => {
    const { db, caller } = world;
    const { experimentId: id } = await createExperiment(db, setUps['all rows of Table 2 over three seeds']!());
    const before = await planOf(id);
    await damage(id);
    await db.run.updateMany({ where: { experimentId: id, seed: 1 }, data: { config: {} } });
    await caller.experiment.restoreSpec({ id });
    const { damagedRuns } = await caller.experiment.byId({ id });
    expect(damagedRuns.length).toBeGreaterThan(3);
    for (const run of damagedRuns) await caller.run.restoreConfig({ id: run.id });
    expect(await planOf(id)).toEqual(before);
  });

  it('that the configs do not tell says so, and nothing is changed', async () => {
    const { db, caller } = world;
    const { experimentId: id } = await createExperiment(db, smallSpec({ dataset }));
    await damage(id);
    await db.run.updateMany({ where: { experimentId: id, key: { startsWith: 'center' } }, data: { config: {} } });
    expect(await caller.experiment.isSpecRestorable({ id })).toBe(false);
    await expect(caller.experiment.restoreSpec({ id })).rejects.toThrow(/do not tell its set-up/);
    expect((await db.experiment.findUniqueOrThrow({ where: { id } })).spec).toEqual(['damaged']);
  });
});
