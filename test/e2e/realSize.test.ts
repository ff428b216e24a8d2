import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { makeRealSize } from '@/scripts/realSize/makeRealSize';
import { launchChromium } from '@/test/support/chromium';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { axeViolations, openPage, settled, sidewaysScroll } from '@/test/support/inspectPage';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

/**
 * The network of the paper on real-size video, from a folder to the gallery, through the pages alone. The default is small; the whole
 * proof is FOVEA_REALSIZE_VIDEOS=24 and FOVEA_REALSIZE_FILMED=<a filmed video>.
 */
const videos = Number(process.env.FOVEA_REALSIZE_VIDEOS ?? 4);
const filmed = process.env.FOVEA_REALSIZE_FILMED;
const patience = videos * 120_000;
const testVideos = Math.floor(videos / 2);

let folder: string;
let workbench: TestWorkbench;
let browser: Browser;
let experiment = '';
const times: Record<string, number> = {};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-real-size-'));
  const trainVideos = videos - testVideos;
  await makeRealSize({
    root: folder,
    ffmpegPath: ffmpegPath(),
    trainVideos,
    testVideos,
    filmed: filmed ? [filmed] : [],
  });
  [workbench, browser] = await Promise.all([startTestWorkbench({}), launchChromium()]);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await workbench?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
  console.log(
    Object.entries(times)
      .map(([what, seconds]) => `${what}: ${seconds.toFixed(1)} s`)
      .join(', '),
  );
});

const open = (where: string) => openPage(browser, workbench.url + where, { width: 1440, scheme: 'light' });

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  times[what] = (performance.now() - begin) / 1000;
  return result;
}

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
}

async function fill(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('textbox', { name: label, exact: true }).first();
  await field.fill(String(value));
  await field.blur();
}

describe('real-size video in the layout of Charades', () => {
  it('is imported after a report has been seen', { timeout: patience }, async () => {
    const { page, close } = await open('/datasets/import');
    await page.getByRole('textbox', { name: 'Folder' }).fill(folder);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Real size');
    await timed('reading the folder', async () => {
      await page.getByRole('button', { name: 'Read the folder' }).click();
      await page.getByRole('heading', { name: 'What is in Real size' }).waitFor({ timeout: patience });
    });
    const row = page.getByRole('row', { name: /^Videos/ }).first();
    await expect
      .poll(() => row.innerText())
      .toMatch(new RegExp(`${videos - testVideos}\\s+${testVideos + (filmed ? 1 : 0)}`));
    await page.getByRole('button', { name: 'Add dataset' }).click();
    await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
    await close();
  });

  it('trains ResNet50-I3D and attention E/E in both fusions, launched from the form', {
    timeout: patience,
  }, async () => {
    const { page, close } = await open('/experiments/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Real size, E/E');
    await choose(page, 'Dataset', 'Real size');
    await choose(page, 'Backbone', 'ResNet50-I3D');
    await page.getByRole('button', { name: 'Clip geometry' }).click();
    await fill(page, 'Frames', 16);
    await page.getByRole('button', { name: 'Edit the numbers' }).click();
    for (const recipe of ['Training of Base', 'Training of the other rows']) {
      const group = page.getByRole('group', { name: recipe });
      for (const [label, value] of [
        ['Epochs', 1],
        ['Batch size', 2],
        ['Learning rate', 0.01],
      ] as const) {
        await group.getByRole('textbox', { name: label, exact: true }).fill(String(value));
      }
    }
    for (const fusion of ['Temporal concatenation', 'Late fusion']) {
      const all = page.getByRole('checkbox', { name: `Rows of the paper: all in ${fusion}` });
      if (!(await all.isChecked())) await all.click();
      await all.uncheck();
      await page.getByRole('checkbox', { name: `Attention E/E, ${fusion}`, exact: true }).check();
    }
    await page
      .getByLabel('Plan')
      .getByText(/PFLOP|TFLOP/)
      .first()
      .waitFor();
    await timed('training and evaluating three rows', async () => {
      await page.getByRole('button', { name: 'Launch' }).click();
      await page.waitForURL(/\/experiments\/[0-9a-f-]{36}$/);
      experiment = new URL(page.url()).pathname;
      for (const column of ['Temporal concatenation', 'Late fusion']) {
        const cell = page.getByRole('button', { name: `Attention E/E, ${column}` });
        await cell
          .getByText(/^\d+\.\d$/)
          .first()
          .waitFor({ timeout: patience });
      }
    });
    await close();
  });

  it('gives a submission file with a line for every test video', async () => {
    const { page, close } = await open(experiment);
    await page.getByRole('button', { name: 'Attention E/E, Temporal concatenation' }).click();
    const link = page.getByRole('dialog').getByRole('link', { name: 'submission file' }).first();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(testVideos + (filmed ? 1 : 0));
    for (const line of lines) expect(line).toMatch(/^(R\d{4}|FILM\d)( \S+){8}$/);
    await close();
  });

  it('shows frames, maps, boxes and focused crops of a video', async () => {
    const api = createApiClient(workbench.url);
    const id = experiment.split('/').at(-1)!;
    const table = await api.experiment.table.query({ id });
    const row = table.rows.find(({ label }) => label === 'Attention E/E')!;
    expect(Object.values(row.cells).every(({ score }) => Number.isFinite(score?.mean))).toBe(true);
    const { page, complaints, close } = await open(
      `${experiment}/videos/R${String(videos - testVideos).padStart(4, '0')}`,
    );
    await page.getByRole('img').first().waitFor();
    await settled(page);
    expect(await axeViolations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(complaints).toEqual([]);
    if (process.env.FOVEA_REALSIZE_PICTURE)
      await page.screenshot({ path: process.env.FOVEA_REALSIZE_PICTURE, fullPage: true });
    await close();
  });
});
