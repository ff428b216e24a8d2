import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeSpace } from '@/server/disk/diskSpace';
import { appRouter } from '@/server/routers/appRouter';
import { createCallerFactory } from '@/server/trpc';
import { bareRun } from '@/test/support/bareRun';
import { bytesUnder } from '@/test/support/bytesUnder';
import { createWorld } from '@/test/support/createWorld';
import { type SeededGallery, seedGallery } from '@/test/support/seedGallery';
import { storeBytes } from '@/test/support/storeBytes';
import { collectWhenDue } from '@/workers/disk/keepDiskTidy';
import { cacheFiles } from '@/workers/ml/data/frames/cacheEntry';
import { dropCachedVideos } from '@/workers/ml/data/frames/dropCachedVideos';

const cells = (['base', 'attention_e_e'] as const).map((variant) => ({ variant, fusion: 'temporal_concat' as const }));
let world: Awaited<ReturnType<typeof createWorld>>;
let root: string;
let caches: string;
let caller: Awaited<ReturnType<typeof createWorld>>['caller'];
let first: SeededGallery;
let second: SeededGallery;

beforeAll(async () => {
  world = await createWorld();
  root = join(world.home, 'artifacts');
  caches = join(world.home, 'cache');
  caller = createCallerFactory(appRouter)({ db: world.db, artifacts: root, caches, binDays: 30 });
  first = await seedGallery(world.db, { home: world.home, videos: 3, cells });
  second = await seedGallery(world.db, { home: world.home, cells, reuse: first });
  const bytes = Buffer.from('final weights of the base');
  const artifactId = await storeBytes(world.db, { home: world.home, bytes, mime: 'application/octet-stream' });
  await world.db.checkpoint.create({
    data: { runId: first.baseRunId!, step: 1, epoch: 1, final: true, artifactId },
  });
});
afterAll(() => world.close());

const bin = async () => (await caller.disk.bin()).items;

describe('the bin', () => {
  it('keeps of an experiment the base from which others start, and lets the rest go; what others need entirely is refused', async () => {
    const disk = await caller.disk.experiment({ experimentId: first.experimentId });
    expect(disk.weights).toBe(25);
    expect([disk.maps > 0, disk.pictures > 0]).toEqual([true, true]);
    await caller.experiment.delete({ id: first.experimentId });
    expect(await bin()).toMatchObject([{ kind: 'experiment', id: first.experimentId, heldRuns: 1, held: false }]);
    await caller.disk.deleteForGood({ kind: 'experiment', id: first.experimentId });
    expect((await world.db.run.findMany({ where: { experimentId: first.experimentId } })).map(({ id }) => id)).toEqual([
      first.baseRunId,
    ]);
    expect(await caller.disk.experiment({ experimentId: first.experimentId })).toMatchObject({ weights: 25 });

    await caller.experiment.restore({ id: first.experimentId });
    await caller.run.delete({ id: first.baseRunId! });
    expect(await bin()).toMatchObject([{ kind: 'run', held: true, bytes: 25 }]);
    await expect(caller.disk.deleteForGood({ kind: 'run', id: first.baseRunId! })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Other runs start from it'),
    });
    await expect(caller.disk.deleteForGood({ kind: 'weights', id: first.baseRunId! })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lets everything go when it is emptied; a data set goes with its decoded frames as soon as a worker looks', async () => {
    const { id: datasetId, slug } = first.dataset;
    const video = await world.db.datasetVideo.findFirstOrThrow({ where: { datasetId } });
    await world.db.datasetVideo.updateMany({
      where: { videoId: video.videoId },
      data: { path: '/videos/of/the/set.mp4' },
    });
    const folder = join(caches, 'fps12-resize64-0123456789ab');
    const frames = Object.values(cacheFiles(folder, { id: video.videoId, path: '/videos/of/the/set.mp4' }));
    const others = Object.values(cacheFiles(folder, { id: video.videoId, path: '/videos/of/another/set.mp4' }));
    for (const path of [...frames, ...others]) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'frames');
    }
    for (const { experimentId } of [first, second]) await caller.experiment.delete({ id: experimentId });
    await world.db.dataset.update({ where: { slug }, data: { deletedAt: new Date() } });
    expect((await bin()).map(({ kind, held }) => [kind, held])).toContainEqual(['dataset', true]);
    await caller.disk.emptyBin();
    expect(await bin()).toMatchObject([{ kind: 'dataset', id: datasetId, going: true }]);
    const collection = { databaseUrl: world.url, root, binDays: 30, grace: 0 };
    await world.db.collection.create({ data: { trigger: 'daily', finishedAt: new Date() } });
    const freed = await collectWhenDue({
      ...{ db: world.db, ...collection },
      dropCaches: (videos) => dropCachedVideos(caches, videos),
    });
    expect(freed).toMatchObject({ files: expect.any(Number) });
    expect([await bin(), bytesUnder(root), await world.db.artifact.count()]).toEqual([[], 0, 0]);
    expect(bytesUnder(caches)).toBe(others.length * 'frames'.length);
  });
});

describe('the disk', () => {
  it('is short below 5 %, or where the largest thing that is expected does not fit', () => {
    expect(judgeSpace({ free: 50, total: 1000 }, 50).low).toBeNull();
    expect(judgeSpace({ free: 49, total: 1000 }, 48).low).toBe('nearly_full');
    expect(judgeSpace({ free: 500, total: 1000 }, 501).low).toBe('too_small');
  });

  it('is asked where the artifacts will lie, also before there are any, and expects a checkpoint of what is in the queue', async () => {
    const fresh = createCallerFactory(appRouter)({ db: world.db, artifacts: join(world.home, 'not', 'there', 'yet') });
    const idle = await fresh.disk.space();
    expect(idle).toMatchObject({ largest: 0, low: null });
    expect(idle!.total).toBeGreaterThan(idle!.free);
    const config = { backbone: 'resnet50_i3d' };
    const experiment = await world.db.experiment.create({ data: { name: 'E', spec: {} } });
    const id = await bareRun(world.db, { experimentId: experiment.id });
    await world.db.run.update({ where: { id }, data: { config } });
    expect((await fresh.disk.space())!.largest).toBeGreaterThan(200e6);
    expect(await caller.disk.use()).toEqual({ weights: 0, pictures: 0, maps: 0, unused: 0, caches: 18 });
  });
});
