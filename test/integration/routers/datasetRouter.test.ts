import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld } from '@/test/support/createWorld';
import { type SeededGallery, seedGallery } from '@/test/support/seedGallery';

let world: Awaited<ReturnType<typeof createWorld>>;
let seeded: SeededGallery;
const unknown = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

it('lists nothing while nothing is registered', async () => {
  expect(await world.caller.dataset.list()).toEqual([]);
});

it('lists datasets with their sizes', async () => {
  seeded = await seedGallery(world.db, {
    home: world.home,
    videos: 9,
    cells: [{ variant: 'base', fusion: 'late_fusion' }],
  });
  const list = await world.caller.dataset.list();
  expect(list).toMatchObject([{ name: 'MicroCharades', classes: 8, trainVideos: 2, testVideos: 9 }]);
});

it('counts videos, labels and classes of each split', async () => {
  const detail = await world.caller.dataset.byId({ id: seeded.dataset.id });
  const videos = await world.db.datasetVideo.findMany({ where: { datasetId: seeded.dataset.id } });
  expect(detail.classes[1]).toEqual({ id: 'c001', name: 'moving a red thing with vertical ribs' });
  expect(detail.splits.map((split) => split.split)).toEqual(['train', 'test']);
  const test = videos.filter((video) => video.split === 'test');
  const labels = test.reduce((sum, video) => sum + video.classes.length, 0);
  expect(detail.splits[1]).toMatchObject({ videos: 9, unlabelled: 1, seconds: 27 });
  expect(detail.splits[1]?.labelsPerVideo).toBeCloseTo(labels / 9, 9);
  for (const { split, class: cls, videos: count } of detail.counts) {
    const expected = videos.filter((video) => video.split === split && video.classes.includes(cls)).length;
    expect(count).toBe(expected);
    expect(count).toBeGreaterThan(0);
  }
  const total = detail.counts.filter((count) => count.split === 'test').reduce((sum, count) => sum + count.videos, 0);
  expect(total).toBe(labels);
});

it('pages through a split in its order, with the labels and a stored frame', async () => {
  const first = await world.caller.dataset.videos({ datasetId: seeded.dataset.id, split: 'test', limit: 6 });
  const second = await world.caller.dataset.videos({
    datasetId: seeded.dataset.id,
    split: 'test',
    limit: 6,
    cursor: first.next,
  });
  expect([...first.items, ...second.items].map((item) => item.videoId)).toEqual(seeded.videoIds);
  expect(second.next).toBeNull();
  expect(first.total).toBe(9);
  expect(first.items[0]?.thumbnail).toMatchObject({ frame: 4, frames: 8, width: 192, height: 192 });
  expect(first.items[0]?.actions.length).toBeGreaterThan(0);
  expect(second.items.at(-1)).toMatchObject({ classes: [], actions: [] });
});

it('has no thumbnail where no evaluation has stored frames', async () => {
  const page = await world.caller.dataset.videos({ datasetId: seeded.dataset.id, split: 'train' });
  expect(page.items.map((item) => item.thumbnail)).toEqual([null, null]);
});

it('filters by class', async () => {
  const page = await world.caller.dataset.videos({ datasetId: seeded.dataset.id, split: 'train', class: 1 });
  expect(page.items.map((item) => item.videoId)).toEqual(['M0001']);
  expect(page.total).toBe(1);
});

it('refuses unknown datasets, splits and ids that are none', async () => {
  await expect(world.caller.dataset.byId({ id: unknown })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(world.caller.dataset.byId({ id: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(world.caller.dataset.videos({ datasetId: unknown, split: 'test' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(
    world.caller.dataset.videos({ datasetId: seeded.dataset.id, split: 'validation' as 'test' }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
