import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReport } from '@/scripts/setup/report.mjs';
import { bundledDataFolder, prepareBundledData } from '@/scripts/start/prepareBundledData';
import { createWorld } from '@/test/support/createWorld';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  world = await createWorld();
  await start();
});
afterAll(() => world.close());

const start = () =>
  prepareBundledData({
    ...{ root: bundledDataFolder(path.join(world.home)), databaseUrl: world.url, report: createReport() },
    ...{ signal: new AbortController().signal, trainVideos: 3, testVideos: 2 },
  });

it.each([
  ['class list', 'datasets', 'classes'],
  ['labels', 'dataset_videos', 'actions'],
])('damaged %s of the bundled dataset advise a new start, and it mends them', async (_, table, column) => {
  const { db, caller } = world;
  const { id } = await db.dataset.findFirstOrThrow();
  const read = async () => [
    await caller.dataset.byId({ id }),
    (await caller.dataset.videos({ datasetId: id, split: 'train' })).items,
  ];
  const before = await read();
  await db.$executeRawUnsafe(`update ${table} set ${column} = '["x"]'`);
  const said = JSON.stringify(await read());
  expect(said).toContain('start the workbench again, which registers it anew');
  expect(said).not.toContain('Import the dataset');
  await start();
  expect(await read()).toEqual(before);
});
