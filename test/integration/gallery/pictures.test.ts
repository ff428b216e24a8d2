import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fulfilGalleryRequest } from '@/server/gallery/fulfilGalleryRequest';
import { openGalleryRequests } from '@/server/gallery/openGalleryRequests';
import { openMaps } from '@/server/gallery/openMaps';
import { cancelTask } from '@/server/tasks/cancelTask';
import { finishTask } from '@/server/tasks/finishTask';
import { startAttempt } from '@/server/tasks/startAttempt';
import { addWorker } from '@/test/support/addWorker';
import { claimRun } from '@/test/support/claimRun';
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
  await world.db.taskAttempt.deleteMany();
  await world.db.task.deleteMany({ where: { kind: 'pictures' } });
  await world.db.task.updateMany({ data: { status: 'SUCCEEDED', statusMessage: null, finishedAt, attemptNumber: 0 } });
});

const column = (id: string) => ({
  ...{ experimentId: seeded.experimentId, videoId: id, seed: 0 },
  fusion: 'temporal_concat' as const,
});
const video = (id = videoId) => world.caller.gallery.byVideo(column(id));
const ask = (id = videoId) => world.caller.gallery.requestPictures(column(id));
const run = () => world.db.task.findUniqueOrThrow({ where: { id: runId } });
const tasks = () => world.db.task.findMany({ where: { runId, kind: 'pictures' }, orderBy: { createdAt: 'asc' } });
/** Whatever becomes of the pictures. */
const stayedFinished = { status: 'SUCCEEDED', statusCode: null, statusMessage: null, progress: 1, finishedAt };
const begin = async () => {
  const lease = (await claimRun(world.db, { workerId, slot: 0, device: null, leaseSeconds: 30 }))!;
  await startAttempt(world.db, lease, { pid: 1 });
  return lease;
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
  it('gives the run a task before all others, which makes what is missing; the run stays finished', async () => {
    expect(await ask()).toEqual([runId]);
    expect(await run()).toMatchObject(stayedFinished);
    expect(await tasks()).toMatchObject([{ status: 'QUEUED' }]);
    expect((await world.caller.run.byId({ id: runId })).tasks).toMatchObject([{ kind: 'pictures', status: 'QUEUED' }]);
    expect((await video()).pictures.requests).toMatchObject([{ runId, status: 'QUEUED', message: null }]);
    const lease = await begin();
    expect(lease).toMatchObject({ kind: 'pictures', runId });
    expect(await openGalleryRequests(world.db, runId)).toEqual([{ videoId, variants: ['attention_e_e'] }]);
    await fulfilGalleryRequest(world.db, lease, { videoId, maps: [{ variant: 'attention_e_e', data: maps }], root });
    await fulfilGalleryRequest(world.db, lease, { videoId, maps: [{ variant: 'attention_e_e', data: maps }], root });
    await finishTask(world.db, lease, { outcome: 'SUCCEEDED' });
    expect(await run()).toMatchObject(stayedFinished);
    const { evaluations, pictures } = await video();
    expect(evaluations.map((row) => row.maps)).toEqual(['none', 'made']);
    expect(pictures).toMatchObject({ requests: [], madeBytes: maps.length });
    const { position } = evaluations[1]!;
    const opened = await openMaps(world.db, { evaluationId, position, root });
    expect(await opened.artifact.file.readFile()).toEqual(Buffer.from(maps));
    await opened.artifact.file.close();
  });

  it('never hides the run from whoever wants to start from it or clone it', async () => {
    const { dataset, backbone, clip } = (await world.caller.experiment.byId({ id: seeded.experimentId })).spec;
    const bases = async () =>
      (await world.caller.experiment.bases({ dataset, backbone, clip })).map((base) => base.runId);
    const before = await bases();
    expect(before).toContain(seeded.baseRunId);
    await ask();
    await begin();
    expect(await bases()).toEqual(before);
    expect(await world.caller.run.cloneConfig({ id: runId })).toMatchObject({
      base: { kind: 'reuse', runId: seeded.baseRunId },
    });
    const { rows } = await world.caller.experiment.table({ id: seeded.experimentId });
    const states = rows.flatMap(({ cells }) => cells.temporal_concat.seeds.map(({ state }) => state));
    expect(states.filter((state) => state !== 'missing')).toEqual(['done', 'done']);
  });

  it('once more is harmless, and for a video that has everything it is refused', async () => {
    await ask();
    await ask();
    expect(await world.db.galleryRequest.count()).toBe(1);
    expect(await tasks()).toHaveLength(1);
    await expect(ask(seeded.videoIds[0])).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(ask('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused where the run did not finish, and says what to do', async () => {
    await world.db.task.update({ where: { id: runId }, data: { status: 'FAILED' } });
    await expect(ask()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Retry it first') });
    expect(await world.db.galleryRequest.count()).toBe(0);
    expect(await tasks()).toEqual([]);
  });

  it('waits for the training where that is still at work', async () => {
    await world.db.task.update({ where: { id: runId }, data: { status: 'RUNNING' } });
    await ask();
    expect(await claimRun(world.db, { workerId, slot: 0, device: null, leaseSeconds: 30 })).toBeNull();
    await world.db.task.update({ where: { id: runId }, data: { status: 'SUCCEEDED' } });
    expect(await begin()).toMatchObject({ kind: 'pictures', runId });
  });

  it('while others are made gets a task of its own, and one is done after the other', async () => {
    await ask();
    const lease = await begin();
    await fulfilGalleryRequest(world.db, lease, { videoId, maps: [{ variant: 'attention_e_e', data: maps }], root });
    await world.db.evaluationVideo.updateMany({ data: { demandedMapsId: null } });
    await ask();
    expect(await claimRun(world.db, { workerId, slot: 1, device: null, leaseSeconds: 30 })).toBeNull();
    await finishTask(world.db, lease, { outcome: 'SUCCEEDED' });
    expect((await tasks()).map(({ status }) => status)).toEqual(['SUCCEEDED', 'QUEUED']);
    expect(await begin()).toMatchObject({ kind: 'pictures', runId });
  });
});

describe('pictures that cannot be made', () => {
  it('leave the run finished and tell the reason where they were asked for; asking again tries again', async () => {
    await ask();
    const message = 'The video was moved. Import the data set again.';
    await finishTask(world.db, await begin(), { outcome: 'FAILED', code: 'video_missing', message });
    expect(await run()).toMatchObject(stayedFinished);
    expect((await video()).pictures.requests).toMatchObject([{ message }]);
    expect((await world.caller.run.byId({ id: runId })).tasks).toMatchObject([
      { status: 'FAILED', statusMessage: message },
    ]);
    await ask();
    expect(await tasks()).toMatchObject([{ status: 'QUEUED', statusMessage: null }]);
    expect((await video()).pictures.requests).toMatchObject([{ message: null }]);
  });

  it('because somebody cancelled leave the run finished, too', async () => {
    await ask();
    expect(await cancelTask(world.db, (await tasks())[0]!.id)).toBe('CANCELLED');
    expect(await world.db.galleryRequest.count()).toBe(0);
    await ask();
    const lease = await begin();
    await world.caller.task.cancel({ id: lease.taskId });
    await finishTask(world.db, lease, { outcome: 'CANCELLED' });
    expect(await run()).toMatchObject(stayedFinished);
    expect(await world.db.galleryRequest.count()).toBe(0);
    expect((await world.caller.run.byId({ id: runId })).tasks).toEqual([]);
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
