import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import type { Cell } from '@/domain/experimentSpec';
import { demoSpec } from '@/server/experiments/demoSpec';
import { createWorld } from '@/test/support/createWorld';
import { seedDataset } from '@/test/support/seedDataset';
import { type Fate, seedExperiment } from '@/test/support/seedExperiment';

const nobody = '01890000-0000-7000-8000-000000000000';
const cells: Cell[] = [
  { variant: 'base', fusion: 'temporal_concat' },
  { variant: 'repeat', fusion: 'temporal_concat' },
  { variant: 'attention_ce_ce', fusion: 'temporal_concat' },
  { variant: 'attention_e_e', fusion: 'late_fusion' },
];

describe('the experiment router', () => {
  let world: Awaited<ReturnType<typeof createWorld>>;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  const seed = (fateOf?: (key: string) => Fate, more: Partial<Parameters<typeof seedExperiment>[1]> = {}) =>
    seedExperiment(world.db, { root: world.home, videos: 20, seeds: [0], cells, fateOf, ...more });

  describe('list and byId', () => {
    it('says how far an experiment is and never calls an oracle row its best', async () => {
      const { experimentId } = await seed(undefined, { cells: cells.slice(0, 3) });
      const { items } = await world.caller.experiment.list();
      const item = items.find(({ id }) => id === experimentId)!;
      expect(item.state.progress).toBe(1);
      expect(item.state.etaSeconds).toBe(0);
      expect(item.state.runs).toMatchObject({ SUCCEEDED: 3, QUEUED: 0 });
      expect(['base', 'repeat']).toContain(item.best?.variant);
    });

    it('weights progress by the cost of the runs: Base alone is most of two rows', async () => {
      const { experimentId } = await seed((key) => (key.startsWith('base') ? 'finish' : 'wait'));
      const { state } = await world.caller.experiment.byId({ id: experimentId });
      expect(state.progress).toBeGreaterThan(0.5);
      expect(state.progress).toBeLessThan(1);
    });

    it('expects the end of what is on its way, and nothing of runs that a person has to help first', async () => {
      const half = await seed((key) => (key.startsWith('base') ? 'half' : 'wait'));
      const failed = await seed((key) => (key.startsWith('base') ? 'fail' : 'wait'));
      const going = await world.caller.experiment.byId({ id: half.experimentId });
      expect(going.state.etaSeconds).toBeGreaterThan(47);
      expect((await world.caller.experiment.byId({ id: failed.experimentId })).state.etaSeconds).toBe(0);
    });

    it('gives the newest first, a page at a time', async () => {
      const first = await seed(() => 'wait', { name: 'older' });
      const second = await seed(() => 'wait', { name: 'newer' });
      const page = await world.caller.experiment.list({ limit: 1 });
      expect(page.items.map(({ id }) => id)).toEqual([second.experimentId]);
      const next = await world.caller.experiment.list({ limit: 1, cursor: page.next });
      expect(next.items.map(({ id }) => id)).toEqual([first.experimentId]);
      expect(page.total).toBeGreaterThan(1);
    });

    it('lays the set-up beside that of the paper', async () => {
      const { experimentId } = await seed(() => 'wait');
      const { setup } = await world.caller.experiment.byId({ id: experimentId });
      expect(setup.find(({ label }) => label === 'Dataset')).toMatchObject({
        paper: 'Charades',
        here: 'MicroCharades',
        same: false,
      });
      expect(setup.find(({ label }) => label === 'Pooling over clips')).toMatchObject({
        paper: 'max',
        here: 'max',
        same: true,
      });
    });

    it('knows no other experiment', async () => {
      await expect(world.caller.experiment.byId({ id: nobody })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(world.caller.experiment.byId({ id: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });
  });

  describe('table', () => {
    it('has scores with differences to Base, and says where the others stand', async () => {
      const fates: Record<string, Fate> = { 'repeat-upscaled-temporal_concat-seed0': 'half' };
      const { experimentId } = await seed((key) => fates[key] ?? (key.startsWith('attention') ? 'wait' : 'finish'));
      const { rows } = await world.caller.experiment.table({ id: experimentId });
      const states = new Map(rows.map((row) => [row.variant, row.cells.temporal_concat.seeds[0]!.state]));
      expect(states.get('base')).toBe('done');
      expect(states.get('repeat')).toBe('running');
      expect(states.get('attention_ce_ce')).toBe('queued');
      expect(states.get('random')).toBe('missing');
    });

    it('pairs every seed with the base of that seed', async () => {
      const { experimentId } = await seed(undefined, { seeds: [0, 1], cells: cells.slice(0, 2) });
      const all = await world.caller.experiment.table({ id: experimentId });
      const repeat = all.rows.find(({ variant }) => variant === 'repeat')!.cells.temporal_concat;
      const base = all.rows.find(({ variant }) => variant === 'base')!.cells.temporal_concat;
      expect(repeat.difference?.n).toBe(2);
      expect(repeat.difference?.mean).toBeCloseTo(repeat.score!.mean - base.score!.mean, 12);
      const one = await world.caller.experiment.table({ id: experimentId, seed: 1 });
      expect(one.seeds).toEqual([1]);
      expect(one.rows[0]!.cells.temporal_concat.score?.n).toBe(1);
    });

    it('shows the base of another experiment where that is reused', async () => {
      const old = await seed(undefined, { cells: cells.slice(0, 1) });
      const base = { kind: 'reuse' as const, runId: old.runs.get('base-seed0')! };
      const spec = { ...old.spec, cells: cells.slice(0, 2), base, seeds: [5] };
      const { experimentId } = await world.caller.experiment.create(spec);
      const { rows } = await world.caller.experiment.table({ id: experimentId });
      const [result] = rows.find(({ variant }) => variant === 'base')!.cells.late_fusion.seeds;
      expect(result).toMatchObject({ state: 'done', run: { id: base.runId, foreign: true } });
    });

    it('knows no other experiment', async () => {
      await expect(world.caller.experiment.table({ id: nobody })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('plan and create', () => {
    it('counts shared trainings once and says where its estimate comes from', async () => {
      const fresh = await createWorld();
      try {
        const plan = await fresh.caller.experiment.plan(demoSpec([0, 1]));
        expect(plan).toMatchObject({ trainings: 26, cells: 36, slots: 1, workersPresent: false });
        expect(plan.rate.source).toEqual({ kind: 'assumed' });
        expect(plan.wallSeconds).toBeCloseTo(plan.flop / plan.rate.flopPerSecond, 6);
      } finally {
        await fresh.close();
      }
    });

    it('estimates from the step times of earlier runs, and with the slots that are there', async () => {
      await seed();
      const plan = await world.caller.experiment.plan(demoSpec([0]));
      expect(plan.rate.source.kind).toBe('measured');
      expect(plan.workersPresent).toBe(true);
      expect(plan.wallSeconds).toBeLessThan(plan.workSeconds);
      // A training step of Base is 8 x 3 x 48.6 MFLOP; the made-up curves say 42 to 50 ms.
      expect(plan.rate.flopPerSecond / 1e9).toBeGreaterThan(20);
      expect(plan.rate.flopPerSecond / 1e9).toBeLessThan(40);
    });

    it('does not take the speed of runs that found the outputs of their base on the host for that of the machine', async () => {
      await seed();
      const { rate } = await world.caller.experiment.plan(demoSpec([0]));
      const changed = await world.db.$executeRaw`
        update metric_points p set value = value / 100 from runs r
        where r.id = p.run_id and p.key = 'step_ms'
          and (r.config -> 'training' ->> 'fusion' = 'late_fusion' or r.config -> 'training' ->> 'objective' is not null)`;
      expect(changed).toBeGreaterThan(0);
      expect((await world.caller.experiment.plan(demoSpec([0]))).rate).toEqual(rate);
    });

    it('creates what the plan announced', async () => {
      const { slug } = await seedDataset(world.db, 20);
      const spec = { ...demoSpec([3]), dataset: slug };
      const plan = await world.caller.experiment.plan(spec);
      const { runIds } = await world.caller.experiment.create(spec);
      expect(runIds).toHaveLength(plan.trainings);
    });

    it('refuses a spec with a message at the field', async () => {
      const spec = { ...demoSpec([0]), name: ' ', seeds: [1, 1] };
      await expect(world.caller.experiment.create(spec)).rejects.toThrow(/Give the experiment a name/);
      await expect(world.caller.experiment.plan(spec)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });

    it('refuses a dataset that is not there', async () => {
      const spec = { ...demoSpec([0]), dataset: 'nowhere' };
      await expect(world.caller.experiment.create(spec)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('offers the finished bases that fit, and no others', async () => {
      const { spec, runs } = await seed(undefined, { cells: cells.slice(0, 2) });
      const question = { dataset: spec.dataset, backbone: spec.backbone, clip: spec.clip };
      const bases = await world.caller.experiment.bases(question);
      expect(bases.map(({ runId }) => runId)).toEqual([runs.get('base-seed0')]);
      expect(bases[0]?.map).toBeGreaterThan(0.5);
      const longer = { ...question, clip: { ...backbones.micro_i3d.clip, frames: 16 } };
      expect(await world.caller.experiment.bases(longer)).toEqual([]);
    });

    it('makes the demo once', async () => {
      const fresh = await createWorld();
      try {
        expect(await fresh.caller.experiment.demo()).toMatchObject({ ready: false, plan: { trainings: 13 } });
        await expect(fresh.caller.experiment.createDemo()).rejects.toMatchObject({ code: 'NOT_FOUND' });
        await seedDataset(fresh.db, 20);
        const first = await fresh.caller.experiment.createDemo();
        const second = await fresh.caller.experiment.createDemo();
        expect(second).toEqual({ experimentId: first.experimentId, created: false });
      } finally {
        await fresh.close();
      }
    });
  });

  describe('update, delete and restore', () => {
    it('renames and notes', async () => {
      const { experimentId: id } = await seed(() => 'wait');
      await world.caller.experiment.update({ id, name: '  Box size 24 ' });
      await world.caller.experiment.update({ id, notes: 'Look at **V0812**.' });
      expect(await world.caller.experiment.byId({ id })).toMatchObject({
        name: 'Box size 24',
        notes: 'Look at **V0812**.',
      });
      await expect(world.caller.experiment.update({ id, name: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      await expect(world.caller.experiment.update({ id: nobody, name: 'x' })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    });

    it('takes a deleted experiment from the list and brings it back', async () => {
      const { experimentId: id } = await seed(() => 'wait');
      const listed = async () => (await world.caller.experiment.list()).items.some((item) => item.id === id);
      await world.caller.experiment.delete({ id });
      expect(await listed()).toBe(false);
      expect((await world.caller.experiment.byId({ id })).deletedAt).toBeInstanceOf(Date);
      await world.caller.experiment.restore({ id });
      expect(await listed()).toBe(true);
      await expect(world.caller.experiment.delete({ id: nobody })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});
