import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClipStrips } from '@/domain/clipStrips';
import { readArtifact } from '@/server/artifacts/readArtifact';
import { registerDataset } from '@/server/datasets/registerDataset';
import { saveClipFrames } from '@/server/datasets/saveClipFrames';
import { storedClipFrames } from '@/server/datasets/storedClipFrames';
import { createDb, type Db } from '@/server/db';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { registerLab } from '@/test/support/registerLab';
import { temporaryFolder } from '@/test/support/temporaryFolder';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

describe('a registered data set', () => {
  it('lists its videos with the distinct labels of the whole video', async () => {
    const actions = [
      { class: 1, start: 0, end: 2 },
      { class: 0, start: 1, end: 3.5 },
      { class: 1, start: 4, end: 5 },
    ];
    const id = await registerDataset(db, {
      slug: 'small',
      name: 'Small',
      root: '/small',
      classes: [
        { id: 0, name: 'Opening a door' },
        { id: 1, name: 'Closing a door' },
      ],
      train: [{ id: 'A', actions, lengthSeconds: 6.5 }],
      test: [
        { id: 'B', actions: [], lengthSeconds: 2 },
        { id: 'C', actions: [], lengthSeconds: 3 },
      ],
    });
    const dataset = await db.dataset.findUniqueOrThrow({
      where: { id },
      include: { videos: { orderBy: { videoId: 'asc' } } },
    });
    expect(dataset).toMatchObject({ trainVideos: 1, testVideos: 2, root: '/small' });
    expect(dataset.classes).toEqual([
      { id: 'c000', name: 'Opening a door' },
      { id: 'c001', name: 'Closing a door' },
    ]);
    expect(dataset.videos).toMatchObject([
      { datasetId: id, videoId: 'A', split: 'train', position: 0, classes: [0, 1], actions, lengthSeconds: 6.5 },
      { datasetId: id, videoId: 'B', split: 'test', position: 0, classes: [], actions: [], lengthSeconds: 2 },
      { datasetId: id, videoId: 'C', split: 'test', position: 1, classes: [], actions: [], lengthSeconds: 3 },
    ]);
  });

  it('stays the same data set when it is registered again from another folder', async () => {
    const first = await registerLab(db, '/here');
    const second = await registerLab(db, '/there');
    expect(second).toBe(first);
    expect(await db.dataset.findUniqueOrThrow({ where: { id: first } })).toMatchObject({ root: '/there' });
    expect(await db.datasetVideo.count({ where: { datasetId: first } })).toBe(8);
  });
});

describe('frames of test clips', () => {
  const strip = (videoId: string, clip: number): ClipStrips => ({
    ...{
      videoId,
      clip,
      firstFrame: 8 * clip,
      frames: 8,
      times: [],
      originalWidth: 192,
      originalHeight: 192,
      columns: 0,
    },
    view: { top: 0.0625, left: 0.0625, height: 0.875, width: 0.875 },
    original: Buffer.from(`original ${videoId} ${clip}`),
    resized: Buffer.from(`resized ${videoId} ${clip}`),
    resizedMime: 'image/png',
  });

  it('are stored once; of videos whose clips are complete it is known what they take', async () => {
    const root = temporaryFolder();
    const clipSet = { datasetId: await registerLab(db, '/lab'), protocolKey: 'abc', clips: 2 };
    const videos = ['test0', 'test1', 'test2'];
    const stored = async (set = clipSet) => Object.fromEntries(await storedClipFrames(db, set, videos));
    expect(await stored()).toEqual({});
    await saveClipFrames(db, clipSet, { strips: [strip('test0', 0), strip('test0', 1), strip('test1', 0)], root });
    const size = 2 * ('original test0 0'.length + 'resized test0 0'.length);
    expect(await stored()).toEqual({ test0: size });
    const again = { strips: [strip('test1', 1), strip('test0', 1), strip('test1', 0)], root };
    await Promise.all([saveClipFrames(db, clipSet, again), saveClipFrames(db, clipSet, again)]);
    expect(await stored()).toEqual({ test0: size, test1: size });
    expect(await stored({ ...clipSet, protocolKey: 'other' })).toEqual({});
    const rows = await db.clipFrames.findMany({ orderBy: [{ videoId: 'asc' }, { clip: 'asc' }] });
    expect(rows.map(({ videoId, clip }) => `${videoId} ${clip}`)).toEqual(['test0 0', 'test0 1', 'test1 0', 'test1 1']);
    expect(rows[3]).toMatchObject({ firstFrame: 8, frames: 8, view: [0.0625, 0.0625, 0.875, 0.875] });
    const bytes = await readArtifact(db, { id: rows[3]!.originalArtifactId, root });
    expect(Buffer.from(bytes).toString()).toBe('original test1 1');
  });
});
