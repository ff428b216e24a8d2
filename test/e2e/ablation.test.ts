import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { createDb } from '@/server/db';
import { launchChromium } from '@/test/support/chromium';
import { damageArtifacts } from '@/test/support/damageArtifacts';
import { axeViolations, openPage, pageLooks, settled, sidewaysScroll } from '@/test/support/inspectPage';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

let workbench: TestWorkbench;
let browser: Browser;
/** Path of the experiment that the first test creates. */
let experiment = '';
const rows = ['Attention CE/CE', 'Attention CE/E', 'Attention E/E'];

beforeAll(async () => {
  [workbench, browser] = await Promise.all([
    startTestWorkbench({ data: { trainVideos: 16, testVideos: 8 } }),
    launchChromium(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await workbench?.stop();
});

const wide = { width: 1440, scheme: 'light' } as const;
const open = (path: string) => openPage(browser, workbench.url + path, wide);
const cell = (page: Page, row: string) => page.getByRole('button', { name: `${row}, Temporal concatenation` });

describe('a newcomer with an empty workbench', () => {
  it('is offered the demo and a new ablation', async () => {
    const { page, close } = await open('/');
    await page.getByRole('button', { name: 'Start the demo' }).waitFor();
    await page.getByRole('link', { name: 'New ablation' }).first().waitFor();
    await close();
  });

  it('is told which field is missing when launching an unfinished form', async () => {
    const { page, close } = await open('/experiments/new');
    await page.getByRole('button', { name: 'Launch' }).click();
    await page.getByText('Give the experiment a name.').waitFor();
    await close();
  });

  it('creates an ablation in the form, which says what it takes before launching', async () => {
    const { page, close } = await open('/experiments/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Tiny ablation');
    await page.getByText('quick look', { exact: true }).click();
    const paper = page.getByRole('checkbox', { name: 'Rows of the paper: all in Late fusion' });
    if (!(await paper.isChecked())) await paper.click();
    await paper.uncheck();
    for (const row of [
      'Repeat',
      'Random crop',
      'Center crop',
      'Attention CE/CE (upscaled)',
      'Attention CE/E (upscaled)',
    ])
      await page.getByRole('checkbox', { name: `${row}, Temporal concatenation`, exact: true }).uncheck();
    await page.getByLabel('Plan').getByText(/\b3\b/).first().waitFor(); // base, CE shared by two rows, E
    await page.getByRole('button', { name: 'Launch' }).click();
    await page.waitForURL(/\/experiments\/[0-9a-f-]{36}$/);
    experiment = new URL(page.url()).pathname;
    await close();
  });

  it('watches it finish without a reload and reads the scores', async () => {
    const { page, close } = await open(experiment);
    for (const row of ['Base', ...rows]) {
      const score = cell(page, row).getByText(/^\d+\.\d$/);
      await score.waitFor({ timeout: 240_000 });
    }
    const api = createApiClient(workbench.url);
    const table = await api.experiment.table.query({ id: experiment.split('/').at(-1)! });
    for (const { label, cells } of table.rows) {
      if (!rows.includes(label)) continue;
      const shown = await cell(page, label).innerText();
      expect(shown).toContain(((cells.temporal_concat.score?.mean ?? Number.NaN) * 100).toFixed(1));
    }
    expect(await page.getByText(/oracle/i).count()).toBeGreaterThan(0);
    await close();
  });

  it('runs a cell that was not chosen at first', async () => {
    const { page, close } = await open(experiment);
    await page.getByRole('button', { name: 'Run Attention E/E, Late fusion' }).click();
    await page
      .getByRole('button', { name: 'Attention E/E, Late fusion' })
      .getByText(/^\d+\.\d$/)
      .waitFor({ timeout: 120_000 });
    await close();
  });

  it('goes from a number to the videos behind it, and into one of them', async () => {
    const { page, close } = await open(experiment);
    await cell(page, 'Attention E/E').click();
    await page.getByRole('link', { name: 'Videos of this cell' }).click();
    await page.waitForURL(/\/videos\?/);
    await page
      .getByText(/8 of 8 videos|8 videos/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: /M0016/ }).click();
    await page.waitForURL(/\/videos\/M0016/);
    await page.getByRole('slider').first().waitFor();
    const canvases = await page.locator('canvas').count();
    expect(canvases).toBeGreaterThanOrEqual(3);
    const painted = await page
      .locator('canvas')
      .first()
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return new Set(data).size;
      });
    expect(painted).toBeGreaterThan(20);
    await close();
  });
});

describe('every page', () => {
  async function paths(): Promise<string[]> {
    const api = createApiClient(workbench.url);
    const id = experiment.split('/').at(-1)!;
    const { items: runs } = await api.run.list.query({});
    const [first, second] = runs.map((run) => run.id);
    const [dataset] = await api.dataset.list.query();
    const gallery = `${experiment}/videos?variant=attention_e_e&fusion=temporal_concat`;
    return [
      '/',
      '/experiments/new',
      `/experiments/new?from=${id}`,
      experiment,
      gallery,
      gallery.replace('?', '/M0016?'),
      '/runs',
      ...['curves', 'evaluations', 'config', 'log', 'attempts', 'system', 'checkpoints'].map(
        (tab) => `/runs/${first}?tab=${tab}`,
      ),
      '/compare',
      `/compare?runs=${first},${second}`,
      '/datasets',
      `/datasets/${dataset!.id}`,
      '/workers',
    ];
  }

  it.each(pageLooks)('is accessible, silent and fits at $width px, $scheme', async (look) => {
    const found: Record<string, string[]> = {};
    for (const path of await paths()) {
      const { page, complaints, close } = await openPage(browser, workbench.url + path, look);
      await settled(page);
      const headings = await page.locator('h1').count();
      const sideways = await sidewaysScroll(page);
      const problems = [
        ...complaints,
        ...(await axeViolations(page)),
        ...(headings === 1 ? [] : [`${headings} h1 headings`]),
        ...(sideways > 0 ? [`scrolls ${sideways} px sideways`] : []),
      ];
      if (problems.length > 0) found[path] = problems;
      await close();
    }
    expect(found).toEqual({});
  });

  it('says what to do where there is nothing', async () => {
    const { page, close } = await openPage(browser, `${workbench.url}/runs/0193c5a8-0000-7000-8000-000000000000`, wide);
    await page
      .getByRole('link', { name: /Runs|Experiments|home/i })
      .first()
      .waitFor();
    await close();
  });
});

describe('pictures that the disk damaged', () => {
  it('are not shown as sound, and are whole again after one click', async () => {
    const db = createDb(workbench.databaseUrl, { connections: 1 });
    const strips = await db.clipFrames.findMany({ where: { videoId: 'M0016' } });
    const evaluations = await db.evaluation.findMany({ select: { mapsArtifactId: true } });
    const ids = [
      ...strips.flatMap(({ originalArtifactId, resizedArtifactId }) => [originalArtifactId, resizedArtifactId]),
      ...evaluations.flatMap(({ mapsArtifactId }) => mapsArtifactId ?? []),
    ];
    await damageArtifacts(db, { home: workbench.home, ids });
    const address = `/api/artifacts/${strips[0]!.originalArtifactId}`;
    const refused = await fetch(workbench.url + address);
    expect(refused.ok).toBe(false);
    expect(await refused.text()).toContain('press "Make the pictures again"');

    const { page, close } = await open(experiment);
    await page.goto(`${workbench.url}${experiment}/videos/M0016?variant=attention_e_e&fusion=temporal_concat`);
    await page.getByText('The frames could not be loaded').waitFor();
    await page.getByText('The bytes are damaged').first().waitFor();
    await page.getByRole('button', { name: 'Make the pictures again' }).first().click();
    await page
      .getByRole('img', { name: /frame \d+ with saliency and box/ })
      .first()
      .waitFor({ timeout: 240_000 });
    await page.reload(); // nothing of it was only in the memory of the page
    await page
      .getByRole('img', { name: /frame \d+ with saliency and box/ })
      .first()
      .waitFor();
    expect(await page.getByText('could not be loaded').count()).toBe(0);
    await close();
    for (const { originalArtifactId } of await db.clipFrames.findMany({ where: { videoId: 'M0016' } }))
      expect((await fetch(`${workbench.url}/api/artifacts/${originalArtifactId}`)).status).toBe(200);
    await db.$disconnect();
  });
});
