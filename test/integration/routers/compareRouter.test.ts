import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportBatch } from '@/server/runs/reportBatch';
import { createWorld } from '@/test/support/createWorld';
import { stageRuns } from '@/test/support/stageRuns';

let world: Awaited<ReturnType<typeof createWorld>>;
let runIds: string[];
const unknown = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  world = await createWorld();
  const stage = await stageRuns(world.db);
  ({ runIds } = await stage.experiment([
    { variant: 'base', fusion: 'late_fusion' },
    { variant: 'repeat', fusion: 'late_fusion' },
  ]));
  const lease = await stage.begin(await stage.worker());
  const points = [{ key: 'loss' as const, split: 'train' as const, step: 0, epoch: 0, value: 0.4 }];
  await reportBatch(world.db, lease, 'run', { points, lines: [], progress: null });
  await stage.evaluation(runIds[0]!, 'base', Array(8).fill(0.5));
});
afterAll(() => world.close());

it('gives runs in the order asked for, each once, with config, metrics and evaluations', async () => {
  const [base, repeat] = runIds;
  const runs = await world.caller.compare.byRuns({ runIds: [repeat!, base!, repeat!] });
  expect(runs.map(({ id }) => id)).toEqual([repeat, base]);
  expect(runs[0]).toMatchObject({ metrics: [], evaluations: [], config: { training: { secondView: 'repeat' } } });
  expect(runs[1]?.metrics).toMatchObject([{ key: 'loss', last: 0.4 }]);
  expect(runs[1]?.evaluations).toMatchObject([{ variant: 'base', map: 0.5, classAp: Array(8).fill(0.5) }]);
});

it('says so when a run does not exist any more', async () => {
  await expect(world.caller.compare.byRuns({ runIds: [runIds[0]!, unknown] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('1 of these runs'),
  });
});

it('refuses none, more than twenty and ids that are none', async () => {
  for (const ids of [[], Array(21).fill(unknown), ['x']]) {
    await expect(world.caller.compare.byRuns({ runIds: ids })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
});
