import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareNotes } from '@/app/experiments/[id]/prepareNotes';
import { runConfigSchema } from '@/domain/runConfig';
import { recordEvaluation } from '@/server/evaluations/recordEvaluation';
import { savePartialScores } from '@/server/evaluations/savePartialScores';
import { saveLeftOut } from '@/server/runs/saveLeftOut';
import { markStill } from '@/server/tasks/markStill';
import { createWorld } from '@/test/support/createWorld';
import { type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';
import { seedScores } from '@/test/support/seedScores';

let world: Awaited<ReturnType<typeof createWorld>>;
let seeded: SeededExperiment;
const videos = 12;

beforeAll(async () => {
  world = await createWorld();
  const cells = (['base', 'center'] as const).map((variant) => ({ variant, fusion: 'temporal_concat' as const }));
  const fateOf = (key: string) => (key.startsWith('base') ? ('half' as const) : ('wait' as const));
  seeded = await seedExperiment(world.db, { root: world.home, seeds: [0], videos, cells, fateOf });
});
afterAll(() => world.close());

it('videos that a run left out are on its page, and in the note of Table 2', async () => {
  const { db, caller, home } = world;
  const id = seeded.runs.get('base-seed0')!;
  const told = [
    '2 of 812 videos could not be read and are left out: others stand in for them in training, in the test they rank last.',
    'V0800 (test): The video /v/V0800\u0007.mp4 is missing.',
    'V0801 (test): The video /v/V0801.mp4 cannot be decoded.',
  ];
  expect((await caller.run.byId({ id })).leftOut).toEqual([]);
  const lease = { taskId: id, runId: id, attempt: 1 };
  const lost = saveLeftOut(db, { ...lease, attempt: 0 }, ['an attempt that has lost the run']);
  await expect(lost).rejects.toMatchObject({ code: 'fenced' });
  expect((await caller.run.byId({ id })).leftOut).toEqual([]);
  await saveLeftOut(db, lease, told);
  expect((await caller.run.byId({ id })).leftOut).toEqual([told[0], told[1]!.replace('\u0007', '\\u0007'), told[2]]);

  const notes = async () => prepareNotes(await caller.experiment.table({ id: seeded.experimentId }));
  expect((await notes()).join(' ')).not.toContain('could not be read');
  const config = runConfigSchema.parse((await db.run.findUniqueOrThrow({ where: { id } })).config);
  const videoIds = (await db.datasetVideo.findMany({ orderBy: { position: 'asc' } })).map(({ videoId }) => videoId);
  const row = { variant: 'base', fusion: 'temporal_concat' } as const;
  const scores = seedScores({ ...row, seed: 0, videoIds, checkpointStep: 9 });
  const evaluation = { ...row, ...scores, objective: null, oracle: false, unreadable: 2 };
  await savePartialScores(db, lease, evaluation, { videos: scores.videos, root: home });
  const context = { config, datasetId: seeded.datasetId, root: home };
  await recordEvaluation(db, lease, evaluation, context);
  expect(await notes()).toContain('2 test videos could not be read: they have no scores and rank last.');
  const [shown] = await caller.run.evaluations({ id });
  expect(shown).toMatchObject({ unreadVideos: 2 });

  await saveLeftOut(db, lease, []);
  expect((await caller.run.byId({ id })).leftOut).toEqual([]);
});

it('that a run stands still is a change of the run, which its open page hears of', async () => {
  const { db, caller } = world;
  const id = seeded.runs.get('base-seed0')!;
  const { updatedAt } = await db.task.findUniqueOrThrow({ where: { id } });
  await markStill(db, { taskId: id, runId: id, attempt: 1 }, { seconds: 72, message: 'It was stopped.' });
  expect((await caller.run.byId({ id })).attempt?.stillMessage).toBe('It was stopped.');
  expect((await db.task.findUniqueOrThrow({ where: { id } })).updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
});
