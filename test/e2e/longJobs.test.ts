import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolSchema } from '@/domain/protocol';
import { computesInVain, waitsForRoom } from '@/domain/standingStill';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { createDb, type Db } from '@/server/db';
import { fulfilGalleryRequest } from '@/server/gallery/fulfilGalleryRequest';
import { claimTask } from '@/server/tasks/claimTask';
import { createImport } from '@/server/tasks/createImport';
import { finishTask } from '@/server/tasks/finishTask';
import { markStill } from '@/server/tasks/markStill';
import { reportBatch } from '@/server/tasks/reportBatch';
import { startAttempt } from '@/server/tasks/startAttempt';
import { addWorker } from '@/test/support/addWorker';
import { launchChromium } from '@/test/support/chromium';
import { claimRun } from '@/test/support/claimRun';
import { inspectLooks, keepPicture } from '@/test/support/inspectLooks';
import { axeViolations, openPage, settled } from '@/test/support/inspectPage';
import { leaveOut } from '@/test/support/leaveOut';
import { type SeededGallery, seedGallery } from '@/test/support/seedGallery';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';
import type { StillWord } from '@/workers/supervise/createStillWatch';

let workbench: TestWorkbench;
let browser: Browser;
let db: Db;
let seeded: SeededGallery;
let workerId: string;

beforeAll(async () => {
  [workbench, browser] = await Promise.all([startTestWorkbench({ withWorkers: false }), launchChromium()]);
  db = createDb(workbench.databaseUrl, { connections: 2 });
  seeded = await seedGallery(db, {
    home: workbench.home,
    videos: 6,
    pending: ['center'],
    cells: (['base', 'random', 'center', 'attention_e_e', 'attention_ce_ce'] as const).map((variant) => ({
      variant,
      fusion: 'temporal_concat',
    })),
  });
  workerId = await addWorker(db);
});
afterAll(async () => {
  await db?.$disconnect();
  await browser?.close();
  await workbench?.stop();
});

const wide = { width: 1440, scheme: 'light' } as const;
const videoUrl = (videoId: string) => `${workbench.url}/experiments/${seeded.experimentId}/videos/${videoId}`;
const begin = async (slot: number) => {
  const lease = (await claimRun(db, { workerId, slot, device: null, leaseSeconds: 3600 }))!;
  await startAttempt(db, lease, { pid: 1 });
  return lease;
};
const inspect = (url: string, name: string) => inspectLooks(browser, url, name);

describe('an evaluation of hours', () => {
  it('says on every page how many videos are done, how fast, and how long the rest will take', async () => {
    const lease = await begin(0);
    const count = { done: 312, total: 1863, perSecond: 0.4158 };
    const progress = {
      phase: 'evaluating' as const,
      step: 200,
      totalSteps: 200,
      progress: 0.62,
      etaSeconds: 7200,
      count,
    };
    await reportBatch(db, lease, 'run', { points: [], lines: [], progress });
    const text = '312 of 1,863 videos, 0.42 videos/s, 1 h 2 min left';
    const { page, close } = await openPage(browser, `${workbench.url}/runs/${lease.runId}`, wide);
    await page.getByText(text).waitFor();
    await page.getByText('62 % · evaluating').waitFor();
    await reportBatch(db, lease, 'run', {
      ...{ points: [], lines: [] },
      progress: { ...progress, count: { ...count, done: 313 } },
    });
    await page.getByText('313 of 1,863 videos').waitFor(); // by itself
    await page.goto(`${workbench.url}/workers`);
    await page.getByText(`evaluating: 313 of 1,863 videos`).waitFor();
    await page.goto(`${workbench.url}/experiments/${seeded.experimentId}?cell=center.temporal_concat`);
    await page.getByRole('dialog').getByText('evaluating: 313 of 1,863 videos').waitFor();
    await close();
    await inspect(`${workbench.url}/runs/${lease.runId}`, 'run-evaluating');
    await inspect(`${workbench.url}/workers`, 'workers-evaluating');
  });
});

describe('a process that does not get on', () => {
  const stopped = 'Its process was stopped from outside (SIGSTOP). After 600 s it is ended and started again.';
  const full = `${waitsForRoom} The disk of /data is full: 1.0 MiB to write, 0.0 MiB free. Make room there: then it goes on by itself.`;
  /** What a page says while somebody tells the words, one after the other, and that it is gone by itself when all is well again. */
  async function watch(url: string, name: string, tell: (word: StillWord) => Promise<void>): Promise<void> {
    const { page, close } = await openPage(browser, url, wide);
    const words: [StillWord, RegExp][] = [
      [{ seconds: 72, message: stopped }, /^No sign of life/],
      [
        { seconds: 700, message: `${computesInVain}; a piece of its work took 3 s at most before.` },
        /^Nothing finished/,
      ],
      [{ seconds: 12, message: full }, /^The disk is full: no room/],
    ];
    for (const [word, title] of words) {
      await tell(word);
      const alert = page.getByRole('alert').filter({ hasText: word!.message });
      await alert.waitFor();
      expect(await alert.innerText()).toMatch(title);
    }
    await inspect(url, name);
    await tell(null);
    await page.getByText(full).waitFor({ state: 'detached' });
    await close();
  }

  it('is told on the page of its run, with what becomes of it', async () => {
    const { taskId, number: attempt } = await db.taskAttempt.findFirstOrThrow({ where: { endedAt: null } });
    const lease = { taskId, runId: taskId, attempt };
    const { page, close } = await openPage(browser, `${workbench.url}/runs/${taskId}`, wide);
    await markStill(db, lease, { seconds: 72, message: stopped });
    await page.getByText(/^No sign of life for \d+ min( \d+ s)?$/).waitFor();
    await close();
    await watch(`${workbench.url}/runs/${taskId}`, 'run-still', (word) => markStill(db, lease, word));
  });

  it('is told on the page of its import', async () => {
    const input = { name: 'Mine', slug: 'mine', layout: 'charades' as const, root: '/videos' };
    const id = await createImport(db, { kind: 'scan', title: 'Import of Mine', input });
    const lease = (await claimTask(db, { needs: 'little', workerId, slot: null, device: null, leaseSeconds: 3600 }))!;
    await watch(`${workbench.url}/datasets/import/${id}`, 'import-still', (word) => markStill(db, lease, word));
  });
});

describe('videos that a run leaves out', () => {
  it('are named on its page and counted in the note of the table', async () => {
    const { runId, id } = await db.evaluation.findFirstOrThrow({ where: { variant: 'base' } });
    const told = [
      '2 of 806 videos could not be read and are left out.',
      'V0800 (test): The video /v/V0800.mp4 is missing.',
    ];
    const { page, close } = await openPage(browser, `${workbench.url}/runs/${runId}`, wide);
    await db.run.update({ where: { id: runId }, data: { leftOut: told } });
    await page.reload();
    const notice = page.getByRole('alert').filter({ hasText: 'Videos left out' });
    for (const text of told) await notice.getByText(text).waitFor();
    await db.evaluation.update({ where: { id }, data: { unreadVideos: 2 } });
    await page.goto(`${workbench.url}/experiments/${seeded.experimentId}`);
    await page.getByText('2 test videos could not be read: they have no scores and rank last.').first().waitFor();
    await close();
    await inspect(`${workbench.url}/runs/${runId}`, 'run-left-out');
    await db.run.update({ where: { id: runId }, data: { leftOut: [] } });
    await db.evaluation.update({ where: { id }, data: { unreadVideos: 0 } });
  });
});

describe('a video whose pictures the disk budget left out', () => {
  it('shows boxes and scores, and its pictures as soon as they are made', async () => {
    const videoId = seeded.videoIds[2]!;
    const frames = await db.clipFrames.findMany({ where: { videoId } });
    await leaveOut(db, seeded, { videoId, home: workbench.home });
    await inspect(videoUrl(videoId), 'video-left-out');
    const { page, close } = await openPage(browser, videoUrl(videoId), wide);
    await page.getByText('The frames and maps of 2 rows are not stored').waitFor();
    await page
      .getByRole('img', { name: /Boxes of Attention/ })
      .first()
      .waitFor();
    expect(await page.getByRole('list', { name: /^Scores of/ }).count()).toBe(4);
    await page.getByRole('button', { name: 'Make maps and frames of this video' }).click();
    await page.getByText('waits for a worker').first().waitFor();
    await keepPicture(page, 'video-asked');
    expect(await axeViolations(page)).toEqual([]);
    const root = path.join(workbench.home, 'artifacts');
    const leases = [await begin(1), await begin(2)];
    await page.getByText('at work').nth(1).waitFor();
    await db.clipFrames.createMany({ data: frames });
    for (const lease of leases) {
      const { variant } = await db.evaluation.findFirstOrThrow({ where: { runId: lease.runId } });
      const data = Uint8Array.from({ length: 3 * 56 * 56 }, (_, k) => (k * 7) % 256);
      await fulfilGalleryRequest(db, lease, { videoId, maps: [{ variant, data }], root });
      await finishTask(db, lease, { outcome: 'SUCCEEDED' });
    }
    await page
      .getByRole('img', { name: /frame \d+ with saliency and box/ })
      .nth(1)
      .waitFor();
    await page.getByText('Maps and frames made on demand').waitFor();
    await settled(page);
    await keepPicture(page, 'video-made');
    await close();
  });

  it('says why they could not be made, and asks again', async () => {
    const videoId = seeded.videoIds[3]!;
    await leaveOut(db, seeded, { videoId, home: workbench.home });
    const { page, close } = await openPage(browser, videoUrl(videoId), wide);
    await page.getByRole('button', { name: 'Make maps and frames of this video' }).click();
    await page.getByText('waits for a worker').first().waitFor();
    for (const slot of [3, 4]) {
      const message = 'The folder of the videos is gone. Import the data set again.';
      await finishTask(db, await begin(slot), { outcome: 'FAILED', code: 'dataset_missing', message });
    }
    await page.getByText('The folder of the videos is gone').first().waitFor();
    await page.getByRole('button', { name: 'Make maps and frames of this video' }).waitFor();
    await keepPicture(page, 'video-failed');
    expect(await axeViolations(page)).toEqual([]);
    await close();
  });
});

describe('work on a finished run', () => {
  it('stands on its page, is in the queue under its name, and is cancelled there; the run stays finished', async () => {
    const videoId = seeded.videoIds[4]!;
    await leaveOut(db, seeded, { videoId, home: workbench.home });
    const api = createApiClient(workbench.url);
    const column = { experimentId: seeded.experimentId, videoId, fusion: 'temporal_concat' as const, seed: 0 };
    const [runId] = await api.gallery.requestPictures.mutate(column);
    const url = `${workbench.url}/runs/${runId}`;
    const { page, close } = await openPage(browser, url, wide);
    const work = page.getByRole('region', { name: 'Other work on this run' });
    await work.getByText('Pictures').waitFor();
    await work.getByText('queued').waitFor();
    await page.getByText('finished', { exact: true }).first().waitFor();
    await inspect(url, 'run-tasks');
    await inspect(`${workbench.url}/workers`, 'queue-tasks');
    await page.getByRole('tab', { name: 'Log' }).click();
    await page.getByText(`Queued to make maps and frames of video ${videoId}.`).waitFor();
    await work.getByRole('button', { name: 'Cancel' }).click();
    await work.waitFor({ state: 'detached' });
    await page.getByText('finished', { exact: true }).first().waitFor();
    await close();
    for (const task of await db.task.findMany({ where: { kind: 'pictures', status: 'QUEUED' } }))
      await api.task.cancel.mutate({ id: task.id });
  });
});

describe('clips without saliency', () => {
  it('are marked on their cards, can be filtered, and the page of the video says so instead of showing a box', async () => {
    const id = seeded.evaluations.get('attention_e_e/temporal_concat/0')!;
    const [some, all] = [seeded.videoIds[0]!, seeded.videoIds[1]!];
    const mark = (videoId: string, noSaliency: number[]) =>
      db.evaluationVideo.updateMany({ where: { evaluationId: id, videoId }, data: { noSaliency } });
    const { protocol } = await db.evaluation.findUniqueOrThrow({ where: { id } });
    const { clips } = protocolSchema.parse(protocol);
    await mark(
      all,
      Array.from({ length: clips }, (_, clip) => clip),
    );
    await mark(some, [clips - 1]);
    await db.evaluation.update({ where: { id }, data: { saliencyClips: 6 * clips, clipsWithoutSaliency: clips + 1 } });
    const gallery = `${workbench.url}/experiments/${seeded.experimentId}/videos`;
    const told = `${clips + 1} of ${6 * clips} clips had no saliency`;
    const { page, close } = await openPage(browser, gallery, wide);
    await page.getByText(told).waitFor();
    await page.getByRole('radiogroup', { name: 'Saliency' }).getByText('none').click();
    await page.getByText('2 of 6 videos').waitFor();
    const card = page.getByRole('link', { name: new RegExp(all) });
    await card.getByText('no saliency', { exact: true }).waitFor();
    await card.getByRole('img', { name: /without saliency$/ }).waitFor();
    await page.goto(`${videoUrl(all)}?variant=attention_e_e`);
    const row = page.getByRole('region', { name: 'Attention E/E', exact: true });
    await row.getByText('The map of this clip singles no place out').waitFor();
    expect(await row.getByRole('img', { name: /and box/ }).count()).toBe(0);
    await page
      .getByRole('region', { name: 'Attention CE/CE' })
      .getByRole('img', { name: /with saliency and box/ })
      .waitFor();
    await page.goto(`${workbench.url}/experiments/${seeded.experimentId}?cell=attention_e_e.temporal_concat`);
    await page.getByText(`Attention E/E, Temporal concatenation: ${told} and took the centre box.`).waitFor();
    await page.getByRole('dialog').getByText(told).waitFor();
    await close();
    await inspect(`${gallery}?saliency=none`, 'gallery-no-saliency');
    await inspect(`${videoUrl(all)}?variant=attention_e_e`, 'video-no-saliency');
  });
});

describe('a video that could not be read', () => {
  it('stands in the gallery with the reason', async () => {
    const videoId = seeded.videoIds[4]!;
    const empty = { scores: [], clipScores: [], boxes: [], hits: [], mapPosition: null };
    await db.evaluationVideo.updateMany({ where: { videoId }, data: empty });
    await db.clipFrames.deleteMany({ where: { videoId } });
    const found = { state: 'undecodable', message: 'There is no video stream in the file.' };
    await db.datasetVideo.updateMany({ where: { videoId }, data: found });
    await inspect(videoUrl(videoId), 'video-unreadable');
    const { page, close } = await openPage(browser, videoUrl(videoId), wide);
    await page.getByText('There is no video stream in the file. It has no scores').waitFor();
    await page.goto(`${workbench.url}/experiments/${seeded.experimentId}/videos`);
    await page.getByText('could not be read: There is no video stream').waitFor();
    await close();
    await inspect(`${workbench.url}/experiments/${seeded.experimentId}/videos`, 'gallery');
  });
});
