import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fulfilGalleryRequest } from '@/server/gallery/fulfilGalleryRequest';
import { openGalleryRequests } from '@/server/gallery/openGalleryRequests';
import { openMaps } from '@/server/gallery/openMaps';
import { cancelRun } from '@/server/runs/cancelRun';
import { claimRun } from '@/server/runs/claimRun';
import { finishRun } from '@/server/runs/finishRun';
import { startAttempt } from '@/server/runs/startAttempt';
import { addWorker } from '@/test/support/addWorker';
import { createWorld } from '@/test/support/createWorld';
import { leaveOut } from '@/test/support/leaveOut';
import { type SeededGallery, seedGallery } from '@/test/support/seedGallery';

let world: Awaited<ReturnType<typeof createWorld>>;
let seeded: SeededGallery;
let workerId: string;
let videoId: string;
let root: string;
let runId: string;
let evaluationId: string;
const cells = [
  { variant: 'base' as const, fusion: 'temporal_concat' as const },
  { variant: 'attention_e_e' as const, fusion: 'temporal_concat' as const },
];
const finishedAt = new Date('2026-01-02T03:04:05Z');

beforeAll(async () => {
  world = await createWorld();
  root = join(world.home, 'artifacts');
  seeded = await seedGallery(world.db, { home: world.home, videos: 3, cells });
  videoId = seeded.videoIds[1]!;
  await leaveOut(world.db, seeded, { videoId, home: world.home });
  workerId = await addWorker(world.db);
  evaluationId = seeded.evaluations.get('attention_e_e/temporal_concat/0')!;
  runId = (await world.db.evaluation.findUniqueOrThrow({ where: { id: evaluationId } })).runId;
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.galleryRequest.deleteMany();
  await world.db.evaluationVideo.updateMany({ data: { demandedMapsId: null } });
  await world.db.runAttempt.deleteMany();
  await world.db.run.updateMany({ data: { status: 'SUCCEEDED', statusMessage: null, finishedAt, attemptNumber: 0 } });
});

const column = (id: string) => ({
  ...{ experimentId: seeded.experimentId, videoId: id, seed: 0 },
  fusion: 'temporal_concat' as const,
});
const video = (id = videoId) => world.caller.gallery.byVideo(column(id));
const ask = (id = videoId) => world.caller.gallery.requestPictures(column(id));
const run = () => world.db.run.findUniqueOrThrow({ where: { id: runId } });
const begin = async () => {
  const lease = (await claimRun(world.db, { workerId, slot: 0, device: null, leaseSeconds: 30 }))!;
  await startAttempt(world.db, lease, { pid: 1 });
  return { runId: lease.runId, attempt: lease.attempt };
};
const maps = new Uint8Array(3 * 56 * 56).fill(7);

describe('a video whose maps and frames the disk budget left out', () => {
  it('shows its boxes and scores, what is missing, and what that would take', async () => {
    const { evaluations, pictures, clips } = await video();
    expect(clips).toEqual([]);
    expect(evaluations.map((row) => row.maps)).toEqual(['none', 'left_out']);
    expect(evaluations[1]!.boxes).toHaveLength(12);
    expect(evaluations[1]!.scores).toHaveLength(8);
    expect(pictures).toMatchObject({ framesMissing: true, madeBytes: null, requests: [] });
    expect(pictures.missingFrom.map((row) => row.runId)).toEqual([runId]);
    const [frames] = await world.db.$queryRaw<{ bytes: number }[]>`
      select (sum(o.size + r.size) / 2)::float8 as bytes from clip_frames f
      join artifacts o on o.id = f.original_artifact_id join artifacts r on r.id = f.resized_artifact_id`;
    expect(pictures.expectedBytes).toBeCloseTo(3 * 56 * 56 + frames!.bytes, 3);
    const whole = await video(seeded.videoIds[0]!);
    expect(whole.pictures).toMatchObject({ missingFrom: [], framesMissing: false, expectedBytes: null });
    const page = await world.caller.gallery.list({ evaluationId });
    expect(page.items.filter(({ hasMaps }) => !hasMaps).map((item) => item.videoId)).toEqual([videoId]);
  });

  it('has no maps to download, and the answer says where to ask for them', async () => {
    const { position } = (await video()).evaluations[1]!;
    await expect(openMaps(world.db, { evaluationId, position, root })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('ask for them'),
    });
  });
});

describe('asking for the pictures of a video', () => {
  it('wakes the finished run up before all others, which makes what is missing and is finished again', async () => {
    expect(await ask()).toEqual([runId]);
    expect(await run()).toMatchObject({ status: 'QUEUED', statusMessage: expect.stringContaining('pictures') });
    expect((await video()).pictures.requests).toMatchObject([{ runId, status: 'QUEUED', message: null }]);
    const lease = await begin();
    expect(lease.runId).toBe(runId);
    expect(await openGalleryRequests(world.db, runId)).toEqual([{ videoId, variants: ['attention_e_e'] }]);
    await fulfilGalleryRequest(world.db, lease, { videoId, maps: [{ variant: 'attention_e_e', data: maps }], root });
    await fulfilGalleryRequest(world.db, lease, { videoId, maps: [{ variant: 'attention_e_e', data: maps }], root });
    await finishRun(world.db, lease, { outcome: 'SUCCEEDED' });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED', statusMessage: null, progress: 1, finishedAt });
    const { evaluations, pictures } = await video();
    expect(evaluations.map((row) => row.maps)).toEqual(['none', 'made']);
    expect(pictures).toMatchObject({ requests: [], madeBytes: maps.length });
    const { position } = evaluations[1]!;
    const opened = await openMaps(world.db, { evaluationId, position, root });
    expect(await opened.artifact.file.readFile()).toEqual(Buffer.from(maps));
    await opened.artifact.file.close();
  });

  it('once more is harmless, and for a video that has everything it is refused', async () => {
    await ask();
    await ask();
    expect(await world.db.galleryRequest.count()).toBe(1);
    await expect(ask(seeded.videoIds[0])).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(ask('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused where the run did not finish, and says what to do', async () => {
    await world.db.run.update({ where: { id: runId }, data: { status: 'FAILED' } });
    await expect(ask()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Retry it first') });
    expect(await world.db.galleryRequest.count()).toBe(0);
  });

  it('while the run ends puts it into the queue again', async () => {
    await ask();
    const lease = await begin();
    await fulfilGalleryRequest(world.db, lease, { videoId, maps: [{ variant: 'attention_e_e', data: maps }], root });
    await world.db.evaluationVideo.updateMany({ data: { demandedMapsId: null } });
    await ask();
    await finishRun(world.db, lease, { outcome: 'SUCCEEDED' });
    expect(await run()).toMatchObject({ status: 'QUEUED' });
    expect((await begin()).runId).toBe(runId);
  });
});

describe('pictures that cannot be made', () => {
  it('leave the run finished and tell the reason where they were asked for; asking again tries again', async () => {
    await ask();
    const message = 'The video was moved. Import the data set again.';
    await finishRun(world.db, await begin(), { outcome: 'FAILED', code: 'video_missing', message });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED', statusCode: null, finishedAt });
    expect((await video()).pictures.requests).toMatchObject([{ message }]);
    await ask();
    expect(await run()).toMatchObject({ status: 'QUEUED' });
    expect((await video()).pictures.requests).toMatchObject([{ message: null }]);
  });

  it('because somebody cancelled leave the run finished, too', async () => {
    await ask();
    expect(await cancelRun(world.db, runId)).toBe('SUCCEEDED');
    await ask();
    const lease = await begin();
    await cancelRun(world.db, runId);
    await finishRun(world.db, lease, { outcome: 'CANCELLED' });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
    expect(await world.db.galleryRequest.count()).toBe(0);
  });

  it('do not hide that a run with rows to come has failed', async () => {
    await ask();
    const { config } = await run();
    const plans = {
      evaluations: [...(config as { evaluations: object[] }).evaluations, { variant: 'attention_ce_e' }],
    };
    await world.db.run.update({ where: { id: runId }, data: { config: { ...(config as object), ...plans } } });
    await finishRun(world.db, await begin(), { outcome: 'FAILED', code: 'out_of_memory', message: 'Too big.' });
    expect(await run()).toMatchObject({ status: 'FAILED', statusMessage: 'Too big.' });
    await world.db.run.update({ where: { id: runId }, data: { config: config as object } });
  });
});

describe('a video that could not be read', () => {
  it('stands in the gallery with the reason, without scores, and no pictures can be asked for', async () => {
    const unread = seeded.videoIds[2]!;
    await world.db.evaluationVideo.updateMany({
      where: { videoId: unread },
      data: { scores: [], clipScores: [], boxes: [], hits: [], mapPosition: null },
    });
    await world.db.datasetVideo.updateMany({
      where: { videoId: unread },
      data: { state: 'undecodable', message: 'There is no video stream.' },
    });
    const { unreadable, evaluations, pictures } = await video(unread);
    expect(unreadable).toBe('There is no video stream.');
    expect(evaluations.map((row) => row.maps)).toEqual(['none', 'none']);
    expect(pictures.missingFrom).toEqual([]);
    await expect(ask(unread)).rejects.toMatchObject({ message: expect.stringContaining('no video stream') });
    const { items, total } = await world.caller.gallery.list({ evaluationId });
    expect(total).toBe(3);
    const item = items.find((candidate) => candidate.videoId === unread);
    expect(item).toMatchObject({
      unreadable: 'There is no video stream.',
      right: null,
      topClass: null,
      trueScore: null,
    });
  });
});
