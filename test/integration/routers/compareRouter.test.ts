import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportBatch } from '@/server/tasks/reportBatch';
import { createWorld } from '@/test/support/createWorld';
import { seedExperiment } from '@/test/support/seedExperiment';
import { seedLabels } from '@/test/support/seedScores';
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

it('leaves out a run that does not exist any more', async () => {
  expect(await world.caller.compare.byRuns({ runIds: [runIds[0]!, unknown] })).toMatchObject([{ id: runIds[0] }]);
});

it('refuses none, more than twenty and ids that are none', async () => {
  for (const ids of [[], Array(21).fill(unknown), ['x']]) {
    await expect(world.caller.compare.byRuns({ runIds: ids })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
});

it('counts which videos turn right or wrong, in all and by true class', async () => {
  const seeded = await seedExperiment(world.db, {
    root: world.home,
    seeds: [0],
    videos: 80,
    cells: [
      { variant: 'base', fusion: 'late_fusion' },
      { variant: 'attention_e_e', fusion: 'late_fusion' },
    ],
  });
  const evaluations = await world.db.evaluation.findMany({
    where: { runId: { in: [...seeded.runs.values()] } },
    select: {
      id: true,
      variant: true,
      videos: { orderBy: { position: 'asc' }, select: { videoId: true, scores: true } },
    },
  });
  const base = evaluations.find(({ variant }) => variant === 'base')!;
  const attention = evaluations.find(({ variant }) => variant === 'attention_e_e')!;
  const right = (scores: number[], labels: number[]) => labels.includes(scores.indexOf(Math.max(...scores)));
  const expected = base.videos
    .map(({ videoId, scores }, index) => {
      const labels = seedLabels(index);
      const pair = [right(scores, labels), right(attention.videos[index]!.scores, labels)].join();
      return { videoId, labels, pair };
    })
    .filter(({ labels }) => labels.length > 0);
  const count = (pair: string, label?: number) =>
    expected.filter((video) => video.pair === pair && (label === undefined || video.labels.includes(label))).length;

  const result = await world.caller.compare.videos({ baseline: base.id, other: attention.id });
  const counts = (label?: number) => ({
    gained: count('false,true', label),
    lost: count('true,false', label),
    bothRight: count('true,true', label),
    bothWrong: count('false,false', label),
  });
  expect(result.total).toEqual(counts());
  expect(result.total.gained).toBeGreaterThan(0);
  expect(result.classes.map((row) => row.counts)).toEqual(result.classes.map((row) => counts(row.class)));
  const gained = expected.filter(({ pair }) => pair === 'false,true').map(({ videoId }) => videoId);
  expect(result.changed.filter(({ change }) => change === 'gained').map(({ videoId }) => videoId)).toEqual(gained);
});

it('compares no videos of unknown evaluations or of different datasets', async () => {
  const [staged, seeded] = await Promise.all([
    world.db.evaluation.findFirstOrThrow({ where: { runId: runIds[0]! } }),
    world.db.evaluation.findFirstOrThrow({ where: { variant: 'attention_e_e' } }),
  ]);
  const { compare } = world.caller;
  await expect(compare.videos({ baseline: unknown, other: seeded.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(compare.videos({ baseline: staged.id, other: seeded.id })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});
