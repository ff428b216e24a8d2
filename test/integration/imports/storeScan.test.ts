import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadVideos } from '@/server/datasets/loadVideos';
import { createExperiment } from '@/server/experiments/createExperiment';
import { deleteExperiment } from '@/server/experiments/deleteExperiment';
import { saveListing } from '@/server/imports/saveListing';
import { saveScans } from '@/server/imports/saveScans';
import { startImport } from '@/server/imports/startImport';
import { unreadVideos } from '@/server/imports/unreadVideos';
import { claimTask } from '@/server/tasks/claimTask';
import { createWorld } from '@/test/support/createWorld';
import { smallSpec } from '@/test/support/smallSpec';
import { readable, stageImport } from '@/test/support/stageImport';

let world: Awaited<ReturnType<typeof createWorld>>;

beforeAll(async () => {
  world = await createWorld();
  Object.assign(process.env, { DATABASE_URL: world.url, FOVEA_HOME: world.home });
});
afterAll(() => world.close());

const both = [{ id: 'A' }, { id: 'B', split: 'test' as const }];
const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];

describe('storing an import', () => {
  it('writes every video with its place, state, size and remarks, once', async () => {
    const { db, caller } = world;
    const id = await stageImport(db, {
      slug: 'first',
      videos: [
        {
          id: 'A',
          actions: [
            { class: 1, start: 0, end: 4 },
            { class: 0, start: 1, end: 2 },
            { class: 1, start: 5, end: 6 },
          ],
        },
        { id: 'GONE', scan: { state: 'missing', message: 'There is no video file /videos/GONE.mp4.' } },
        {
          id: 'OWN',
          lengthSeconds: null,
          actions: [],
          scan: { ...readable, remarks: ['2 of 300 frames are damaged'] },
        },
        { id: 'B', split: 'test', kind: 'frames', path: '/videos/rgb/B' },
      ],
    });
    expect(await db.dataset.count({ where: { slug: 'first' } })).toBe(0);
    const { datasetId } = await caller.import.store({ id });
    expect(await caller.import.store({ id })).toEqual({ datasetId });
    expect((await caller.import.byId({ id })).result?.datasetId).toBe(datasetId);
    const dataset = await db.dataset.findUniqueOrThrow({
      where: { id: datasetId },
      include: { videos: { orderBy: [{ split: 'desc' }, { position: 'asc' }] } },
    });
    expect(dataset).toMatchObject({ slug: 'first', root: '/videos', trainVideos: 3, testVideos: 1 });
    expect(dataset.videos).toMatchObject([
      {
        videoId: 'A',
        classes: [0, 1],
        path: '/videos/A.mp4',
        state: 'ok',
        height: 480,
        width: 640,
        frames: 300,
        duration: 10,
      },
      {
        videoId: 'GONE',
        state: 'missing',
        message: 'There is no video file /videos/GONE.mp4.',
        frames: null,
        lengthSeconds: 10,
      },
      { videoId: 'OWN', classes: [], lengthSeconds: 10, message: '2 of 300 frames are damaged' },
      { videoId: 'B', split: 'test', kind: 'frames', path: '/videos/rgb/B' },
    ]);
    const loaded = await loadVideos(db, datasetId);
    expect(loaded?.classes).toEqual([
      { id: 0, name: 'red' },
      { id: 1, name: 'green' },
    ]);
    expect(loaded?.train.map(({ id, state }) => [id, state])).toEqual([
      ['A', 'ok'],
      ['GONE', 'missing'],
      ['OWN', 'ok'],
    ]);
    expect(loaded?.test).toMatchObject([{ id: 'B', kind: 'frames', path: '/videos/rgb/B', lengthSeconds: 10 }]);
    const missing = await caller.dataset.videos({ datasetId, split: 'train', state: 'missing' });
    expect(missing.items.map(({ videoId }) => videoId)).toEqual(['GONE']);
    const detail = await caller.dataset.byId({ id: datasetId });
    expect(detail.splits[0]).toMatchObject({ split: 'train', videos: 3, missing: 1, undecodable: 0, unlabelled: 1 });
  });

  it('takes many videos in their order, also where two have the same place', async () => {
    const { db, caller } = world;
    const videos = Array.from({ length: 1300 }, (_, k) => ({
      id: `M${k}`,
      split: k % 13 === 0 ? ('test' as const) : ('train' as const),
      ...(k === 540 || k === 542 ? { position: 499 } : {}),
    }));
    const { datasetId } = await caller.import.store({ id: await stageImport(db, { slug: 'many', videos }) });
    expect(await db.dataset.findUnique({ where: { id: datasetId } })).toMatchObject({
      trainVideos: 1200,
      testVideos: 100,
    });
    for (const split of ['train', 'test']) {
      const stored = await db.datasetVideo.findMany({ where: { datasetId, split }, orderBy: { videoId: 'asc' } });
      const wanted = videos.filter((video) => video.split === split).map(({ id }) => id);
      expect(stored.map(({ videoId }) => videoId)).toEqual([...wanted].sort());
    }
    expect(await db.datasetVideo.count({ where: { datasetId, position: 499 } })).toBe(3);
  });

  it('is refused while videos are still being read, and where a split has no usable video', async () => {
    const { db, caller } = world;
    const early = await stageImport(db, { slug: 'early', videos: both, finish: false });
    await expect(caller.import.store({ id: early })).rejects.toMatchObject({ code: 'CONFLICT' });
    const useless = await stageImport(db, {
      slug: 'useless',
      videos: [{ id: 'A' }, { id: 'B', split: 'test', scan: { state: 'undecodable', message: 'broken' } }],
    });
    await expect(caller.import.store({ id: useless })).rejects.toThrow(/No test video can be used/);
    expect(await db.dataset.count({ where: { slug: { in: ['early', 'useless'] } } })).toBe(0);
  });

  it('never takes the name of the bundled dataset', async () => {
    const input = { name: 'Mine', slug: 'microcharades', layout: 'charades' as const, root: '/videos' };
    await expect(world.caller.import.create(input)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('importing under a name that is taken', () => {
  it('updates the dataset when that is wanted, and keeps the frames of videos that stayed the same', async () => {
    const { db, caller } = world;
    const videos = [...both, { id: 'C', split: 'test' as const }];
    const { datasetId } = await caller.import.store({ id: await stageImport(db, { slug: 'again', videos }) });
    const frame = await db.artifact.create({ data: { sha256: 'a'.repeat(64), size: 1, mime: 'image/jpeg' } });
    const strip = {
      datasetId,
      protocolKey: 'p',
      clip: 0,
      firstFrame: 0,
      frames: 8,
      originalWidth: 8,
      originalHeight: 8,
    };
    const artifacts = { originalArtifactId: frame.id, resizedArtifactId: frame.id, view: [0, 0, 1, 1] };
    await db.clipFrames.createMany({
      data: ['B', 'C'].map((videoId) => ({ ...strip, ...artifacts, videoId })),
    });
    const changed = [
      { id: 'A2' },
      { id: 'B', split: 'test' as const },
      { id: 'C', split: 'test' as const, scan: { ...readable, frames: 299 } },
    ];
    const id = await stageImport(db, { slug: 'again', videos: changed });
    expect((await caller.import.byId({ id })).known).toMatchObject({ id: datasetId, openRuns: 0 });
    await expect(caller.import.store({ id })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await caller.import.store({ id, update: true })).toEqual({ datasetId });
    expect((await db.datasetVideo.findMany({ where: { datasetId } })).map(({ videoId }) => videoId).sort()).toEqual([
      'A2',
      'B',
      'C',
    ]);
    expect((await db.clipFrames.findMany({ where: { datasetId } })).map(({ videoId }) => videoId)).toEqual(['B']);
  });

  it('is refused while runs on it wait', async () => {
    const { db, caller } = world;
    await caller.import.store({ id: await stageImport(db, { slug: 'busy', videos: both }) });
    const { experimentId } = await createExperiment(db, smallSpec({ dataset: 'busy', cells }));
    const id = await stageImport(db, { slug: 'busy', videos: both });
    await expect(caller.import.store({ id, update: true })).rejects.toThrow(/1 run .* wait or are at work/);
    await deleteExperiment(db, experimentId);
    await caller.import.store({ id, update: true });
  });
});

describe('deleting a dataset', () => {
  it('is refused while an experiment uses it, hides it otherwise, and can be undone', async () => {
    const { db, caller } = world;
    const { datasetId: id } = await caller.import.store({ id: await stageImport(db, { slug: 'used', videos: both }) });
    const { experimentId } = await createExperiment(db, smallSpec({ dataset: 'used', cells }));
    await expect(caller.dataset.delete({ id })).rejects.toThrow(/1 experiment uses/);
    await deleteExperiment(db, experimentId);
    await caller.dataset.delete({ id });
    const slugs = async () => (await caller.dataset.list()).map(({ slug }) => slug);
    expect(await slugs()).not.toContain('used');
    await expect(caller.dataset.byId({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(createExperiment(db, smallSpec({ dataset: 'used', cells }))).rejects.toMatchObject({
      code: 'not_found',
    });
    await caller.dataset.restore({ id });
    expect(await slugs()).toContain('used');
  });
});

describe('a listing that is written down again', () => {
  it('forgets videos that are no longer listed, and reads those again whose file is another', async () => {
    const { db } = world;
    const taskId = await startImport(db, { name: 'L', slug: 'listing', layout: 'charades', root: '/videos' });
    const worker = await db.worker.create({ data: { host: 'here', hostKey: 'key', pid: 1, engine: {}, slots: 0 } });
    const lease = (await claimTask(db, {
      needs: 'little',
      workerId: worker.id,
      slot: null,
      device: null,
      leaseSeconds: 30,
    }))!;
    const row = (id: string, path: string, position: number) => ({
      ...{ id, path, position, split: 'train', actions: [], lengthSeconds: null, kind: 'video' as const },
    });
    await saveListing(db, lease, [row('A', '/a', 0), row('B', '/b', 1), row('C', '/c', 2)]);
    await saveScans(
      db,
      lease,
      ['A', 'B', 'C'].map((videoId) => ({ videoId, scan: readable })),
    );
    await saveListing(db, lease, [row('B', '/b', 0), row('C', '/elsewhere/c', 1), row('D', '/d', 2)]);
    const { unread, total } = await unreadVideos(db, taskId);
    expect(total).toBe(3);
    expect(unread).toEqual([
      { videoId: 'C', path: '/elsewhere/c', kind: 'video' },
      { videoId: 'D', path: '/d', kind: 'video' },
    ]);
  });
});
