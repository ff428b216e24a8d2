import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '@/domain/experimentSpec';
import { createWorld } from '@/test/support/createWorld';
import { type Fate, type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';

const nobody = '01890000-0000-7000-8000-000000000000';
const attentionKey = 'attention-original-temporal_concat-cross_entropy';
const cells: Cell[] = [
  { variant: 'base', fusion: 'temporal_concat' },
  { variant: 'repeat', fusion: 'temporal_concat' },
  { variant: 'attention_ce_ce', fusion: 'temporal_concat' },
  { variant: 'attention_e_e', fusion: 'late_fusion' },
];

describe('the experiment router on the runs of an experiment', () => {
  let world: Awaited<ReturnType<typeof createWorld>>;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  const seed = (fateOf?: (key: string) => Fate, more: Partial<Parameters<typeof seedExperiment>[1]> = {}) =>
    seedExperiment(world.db, { root: world.home, videos: 20, seeds: [0], cells, fateOf, ...more });
  const statusOf = async ({ runs }: SeededExperiment, key: string) =>
    (await world.db.task.findUniqueOrThrow({ where: { id: runs.get(key)! }, select: { status: true } })).status;

  const laterOf = (runId: string) =>
    world.db.task.findMany({ where: { runId, kind: 'evaluate' }, select: { status: true, input: true } });

  describe('run it', () => {
    const row = { variant: 'center', fusion: 'late_fusion' } as const;

    it('creates the missing training behind a cell, starting from the base of each seed', async () => {
      const seeded = await seed(undefined, { seeds: [0, 1], cells: cells.slice(0, 2) });
      const runIds = await world.caller.experiment.addCell({ id: seeded.experimentId, cell: row });
      const made = await world.db.run.findMany({
        where: { id: { in: runIds } },
        orderBy: { seed: 'asc' },
        include: { train: true },
      });
      expect(made.map(({ train, baseRunId }) => [train.status, baseRunId])).toEqual([
        ['QUEUED', seeded.runs.get('base-seed0')],
        ['QUEUED', seeded.runs.get('base-seed1')],
      ]);
      const { spec } = await world.caller.experiment.byId({ id: seeded.experimentId });
      expect(spec.cells).toContainEqual(row);
    });

    it('changes nothing when it is asked twice', async () => {
      const { experimentId } = await seed(() => 'wait', { cells: cells.slice(0, 2) });
      const once = await world.caller.experiment.addCell({ id: experimentId, cell: row });
      expect(await world.caller.experiment.addCell({ id: experimentId, cell: row })).toEqual(once);
      expect(await world.db.run.count({ where: { experimentId } })).toBe(3);
    });

    it('asks a finished training for one evaluation more instead of training again', async () => {
      const seeded = await seed(undefined, { cells: cells.slice(0, 3) });
      const cell = { variant: 'attention_ce_e', fusion: 'temporal_concat' } as const;
      const runIds = await world.caller.experiment.addCell({ id: seeded.experimentId, cell });
      expect(runIds).toEqual([seeded.runs.get(`${attentionKey}-seed0`)]);
      expect(await statusOf(seeded, `${attentionKey}-seed0`)).toBe('SUCCEEDED');
      expect(await laterOf(runIds[0]!)).toEqual([{ status: 'QUEUED', input: { variants: ['attention_ce_e'] } }]);
      await world.caller.experiment.addCell({ id: seeded.experimentId, cell });
      expect(await laterOf(runIds[0]!)).toHaveLength(1);
      const { rows } = await world.caller.experiment.table({ id: seeded.experimentId });
      const states = rows.map(({ variant, cells: { temporal_concat } }) => [variant, temporal_concat.seeds[0]!.state]);
      expect(states).toContainEqual(['attention_ce_ce', 'done']);
      expect(states).toContainEqual(['attention_ce_e', 'queued']);
    });

    it('leaves a training that is at work alone: the row comes after it', async () => {
      const seeded = await seed((key) => (key.startsWith('attention') ? 'half' : 'finish'), {
        cells: cells.slice(0, 3),
      });
      const cell = { variant: 'attention_ce_e', fusion: 'temporal_concat' } as const;
      const [runId] = await world.caller.experiment.addCell({ id: seeded.experimentId, cell });
      expect(await statusOf(seeded, `${attentionKey}-seed0`)).toBe('RUNNING');
      expect(await laterOf(runId!)).toEqual([{ status: 'QUEUED', input: { variants: ['attention_ce_e'] } }]);
      const { spec } = await world.caller.experiment.byId({ id: seeded.experimentId });
      expect(spec.cells).toContainEqual(cell);
    });

    it('asks again for a row that was cancelled, in the same task', async () => {
      const seeded = await seed(undefined, { cells: cells.slice(0, 3) });
      const cell = { variant: 'attention_ce_e', fusion: 'temporal_concat' } as const;
      const ask = () => world.caller.experiment.addCell({ id: seeded.experimentId, cell });
      const stateOf = async () => {
        const { rows } = await world.caller.experiment.table({ id: seeded.experimentId });
        return rows.find(({ variant }) => variant === 'attention_ce_e')!.cells.temporal_concat.seeds[0]!.state;
      };
      const [runId] = await ask();
      expect(await world.caller.experiment.cancel({ id: seeded.experimentId })).toBe(1);
      expect(await stateOf()).toBe('cancelled');
      await ask();
      expect(await stateOf()).toBe('queued');
      expect(await laterOf(runId!)).toHaveLength(1);
    });

    it('retries a run of the cell that has failed', async () => {
      const seeded = await seed((key) => (key.startsWith('repeat') ? 'fail' : 'finish'), { cells: cells.slice(0, 2) });
      await world.caller.experiment.addCell({ id: seeded.experimentId, cell: cells[1]! });
      expect(await statusOf(seeded, 'repeat-upscaled-temporal_concat-seed0')).toBe('QUEUED');
    });

    it('knows no other experiment and no other row', async () => {
      await expect(world.caller.experiment.addCell({ id: nobody, cell: row })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      const cell = { variant: 'wishful', fusion: 'late_fusion' } as never;
      await expect(world.caller.experiment.addCell({ id: nobody, cell })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    });
  });

  describe('cancel and retry all', () => {
    it('cancels what waits, asks what is at work to stop, and leaves what is finished', async () => {
      const fates: Record<string, Fate> = { 'base-seed0': 'finish', 'repeat-upscaled-temporal_concat-seed0': 'half' };
      const seeded = await seed((key) => fates[key] ?? 'wait');
      expect(await world.caller.experiment.cancel({ id: seeded.experimentId })).toBe(3);
      expect(await statusOf(seeded, 'base-seed0')).toBe('SUCCEEDED');
      expect(await statusOf(seeded, 'repeat-upscaled-temporal_concat-seed0')).toBe('RUNNING');
      expect(await statusOf(seeded, `${attentionKey}-seed0`)).toBe('CANCELLED');
    });

    it('puts failed and cancelled runs back, and what waited for a failed base goes on with it', async () => {
      const seeded = await seed((key) =>
        key.startsWith('base') ? 'fail' : key.startsWith('repeat') ? 'cancel' : 'wait',
      );
      expect(await world.caller.experiment.retry({ id: seeded.experimentId })).toBe(2);
      expect(await statusOf(seeded, 'base-seed0')).toBe('QUEUED');
      const blocked = await world.db.task.findMany({
        where: { run: { experimentId: seeded.experimentId }, status: 'BLOCKED' },
      });
      expect(blocked).toHaveLength(3);
      expect(blocked.every(({ statusCode }) => statusCode === null)).toBe(true);
    });

    it('has nothing to do for an experiment that is finished', async () => {
      const { experimentId } = await seed(undefined, { cells: cells.slice(0, 1) });
      expect(await world.caller.experiment.cancel({ id: experimentId })).toBe(0);
      expect(await world.caller.experiment.retry({ id: experimentId })).toBe(0);
    });
  });
});
