import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDb, type Db } from '@/server/db';
import { launchChromium } from '@/test/support/chromium';
import { axeViolations, openPage, pageLooks, settled, sidewaysScroll } from '@/test/support/inspectPage';
import { type SeededExperiment, seedExperiment } from '@/test/support/seedExperiment';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

let workbench: TestWorkbench;
let browser: Browser;
let db: Db;
let seeded: SeededExperiment;
/** Where files to send are written, inside the folder that the workbench removes in the end. */
let folder: string;
/** Set to keep a picture of the page in every look. */
const pictures = process.env.FOVEA_TEST_PICTURES;

beforeAll(async () => {
  [workbench, browser] = await Promise.all([startTestWorkbench({ withWorkers: false }), launchChromium()]);
  db = createDb(workbench.databaseUrl, { connections: 2 });
  folder = path.join(workbench.home, 'files');
  mkdirSync(folder);
  seeded = await seedExperiment(db, {
    root: path.join(workbench.home, 'artifacts'),
    seeds: [0, 1],
    videos: 120,
    table1Frames: [4, 8, 16],
    fateOf: (key) => (key === 'base-T16-seed1' ? 'half' : key === 'base-T16-seed0' ? 'fail' : 'finish'),
    cells: [
      { variant: 'base', fusion: 'late_fusion' },
      { variant: 'attention_ce_ce', fusion: 'late_fusion' },
      { variant: 'attention_e_e', fusion: 'late_fusion' },
    ],
  });
});
afterAll(async () => {
  await db?.$disconnect();
  await browser?.close();
  await workbench?.stop();
});

const wide = { width: 1440, scheme: 'light' } as const;
const open = (query = '') => openPage(browser, `${workbench.url}/experiments/${seeded.experimentId}${query}`, wide);
const file = (name: string, text: string) => {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
};

async function send(page: Page, { name, at }: { name: string; at: string }): Promise<void> {
  await page.getByRole('button', { name: 'Add scores of others' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name of the row' }).fill(name);
  await page.locator('input[type=file]').setInputFiles(at);
  await dialog.getByRole('button', { name: 'Add the row' }).click();
}

/** Downloads the submission file behind one of our scores. */
async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const link = page.getByRole('dialog').getByRole('link', { name: 'submission file' }).first();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

describe('scores of others beside ours', () => {
  it('come in as the file that went out, and stand as a row with the same score', async () => {
    const { page, close } = await open('?cell=attention_e_e.late_fusion');
    const { name, text } = await downloaded(page);
    expect(name).toMatch(/-attention_e_e-late_fusion-seed0\.txt$/);
    expect(text.trim().split('\n')).toHaveLength(120);
    await page.getByRole('button', { name: 'Close' }).click();
    await send(page, { name: 'Their net', at: file('theirs.txt', text) });
    const row = page.getByRole('row', { name: /Their net/ });
    await row.waitFor();
    const { map } = await db.evaluation.findFirstOrThrow({
      where: { variant: 'attention_e_e', run: { key: { endsWith: 'seed0' } } },
    });
    await expect.poll(() => row.innerText()).toContain((map * 100).toFixed(1));
    expect(await row.innerText()).toMatch(/not made here[\s\S]*Δ \+\d+\.\d to the mean of Base[\s\S]*all 120 videos/);
    await close();
  });

  it('are refused with the line that is wrong, which can be mended without closing the dialogue', async () => {
    const { page, close } = await open();
    await send(page, { name: 'Broken', at: file('broken.txt', 'V0800 1 2 3 4 5 6 7 8\nV0801 1 2 3\n') });
    await page.getByRole('dialog').getByText('Line 2 ("V0801") has 3 scores').waitFor();
    await page.locator('input[type=file]').setInputFiles(file('mended.txt', 'V0800 1 2 3 4 5 6 7 8\n'));
    await page.getByRole('dialog').getByRole('button', { name: 'Add the row' }).click();
    await page
      .getByRole('row', { name: /Broken/ })
      .getByText('119 of 120 videos missing')
      .waitFor();
    await close();
  });

  it('may be many more than one network needs', async () => {
    const { page, close } = await open();
    const scores = Array(8).fill('0.1234567890123456789012345').join(' ');
    const lines = Array.from({ length: 60_000 }, (_, k) => `X${k} ${scores}`);
    const text = `${lines.join('\n')}\nV0800 ${scores}\n`;
    expect(text.length).toBeGreaterThan(12 * 1024 * 1024);
    await send(page, { name: 'Large', at: file('large.txt', text) });
    await page.getByRole('row', { name: /Large/ }).getByText('60000 lines of other videos').waitFor();
    await close();
  });

  it('can be removed, and put back', async () => {
    const { page, close } = await open();
    await page.getByRole('button', { name: 'Remove the scores Large' }).click();
    await page.getByRole('row', { name: /Large/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row', { name: /Large/ }).waitFor();
    await page.getByRole('button', { name: 'Remove the scores Large' }).click();
    await page.getByRole('row', { name: /Large/ }).waitFor({ state: 'detached' });
    await close();
  });

  it('appear on a page that is open elsewhere', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    await send(first.page, { name: 'Seen by both', at: file('both.txt', 'V0800 1 2 3 4 5 6 7 8\n') });
    await second.page.getByRole('row', { name: /Seen by both/ }).waitFor();
    await Promise.all([first.close(), second.close()]);
  });

  it('are compared with Base class by class and video by video', async () => {
    const { page, close } = await open();
    await page.getByRole('link', { name: 'Compare Their net with Base' }).click();
    await page.waitForURL(/\/compare\?/);
    await page.getByText('Their net (not made here) minus').waitFor();
    await page.getByText('Right now, wrong before').first().waitFor();
    expect(await page.getByRole('region', { name: 'AP by class' }).getByRole('row').count()).toBeGreaterThan(1);
    await close();
  });
});

describe('Table 1', () => {
  it('has Base by the length of its clips with states and links, apart from the Base of Table 2', async () => {
    const { page, close } = await open();
    const table = page.getByRole('region', { name: 'Scores by length of the clips' });
    const row = (frames: number) => table.getByRole('row', { name: new RegExp(`^Base ${frames}\\b`) });
    expect(await row(4).innerText()).toMatch(/\d\d\.\d/);
    expect(await row(8).innerText()).toMatch(/\d\d\.\d/);
    expect(await row(16).innerText()).toMatch(/%[\s\S]*failed/);
    expect(await row(16).innerText()).toContain('27.8');
    expect(await table.getByRole('row', { name: /STRG/ }).innerText()).toContain('31.8');
    const base = seeded.runs.get('base-seed0')!;
    await row(8).getByRole('link', { name: 'Base, seed 0' }).click();
    await page.waitForURL(new RegExp(`/runs/${base}`));
    await close();
  });
});

describe('the experiment page with all of it', () => {
  it.each(pageLooks)('is accessible, fits its screen and complains of nothing: $width px, $scheme', async (look) => {
    const url = `${workbench.url}/experiments/${seeded.experimentId}`;
    const { page, complaints, close } = await openPage(browser, url, look);
    if (pictures) {
      await page.screenshot({
        path: path.join(pictures, `experiment-${look.width}-${look.scheme}.png`),
        fullPage: true,
      });
    }
    expect(await axeViolations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Add scores of others' }).click();
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await settled(page);
    if (pictures) await page.screenshot({ path: path.join(pictures, `dialogue-${look.width}-${look.scheme}.png`) });
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
