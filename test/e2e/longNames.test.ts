import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTabs } from '@/app/runs/[id]/runParams';
import { createDb, type Db } from '@/server/db';
import { launchChromium } from '@/test/support/chromium';
import { filesUnder } from '@/test/support/filesUnder';
import { beyondTheSide, openPage, settled, sidewaysScroll } from '@/test/support/inspectPage';
import { nameEverything, unknownTextColumns } from '@/test/support/nameEverything';
import { outsideScreen, unreadableTexts } from '@/test/support/readability';
import { type NamedThings, seedNamedThings } from '@/test/support/seedNamedThings';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

/** 120 characters without a blank: narrow, as wide as they come, and of scripts that are written, joined and stacked otherwise. */
const names = {
  underscores: 'an_ablation_of_attention_with_a_name_that_nobody_wanted_to_break_'.padEnd(117, 'x_').concat('end'),
  'wide letters': 'W'.repeat(120),
  'other scripts': `${'تجربة_الانتباه_'.repeat(2)}${'注意力消融实验'.repeat(5)}${'👨‍👩‍👧‍👦🏳️‍🌈'.repeat(2)}${'a\u0336\u0301\u0323'.repeat(4)}ครัวกำลังทำอาหาร`,
};
const widths = [1440, 1024, 390] as const;
/** Set to keep a picture of every page at both ends of the widths, in the scheme that FOVEA_TEST_SCHEME names. */
const pictures = process.env.FOVEA_TEST_PICTURES;
const scheme = process.env.FOVEA_TEST_SCHEME === 'dark' ? 'dark' : 'light';

let workbench: TestWorkbench;
let browser: Browser;
let db: Db;
let things: NamedThings;

beforeAll(async () => {
  [workbench, browser] = await Promise.all([startTestWorkbench({ withWorkers: false }), launchChromium()]);
  db = createDb(workbench.databaseUrl, { connections: 2 });
  things = await seedNamedThings(db, workbench.home);
});
afterAll(async () => {
  await db?.$disconnect();
  await browser?.close();
  await workbench?.stop();
});

/** The addresses of every route of the app folder, with everything of it that has an address of its own. */
async function addresses(): Promise<Record<string, string[]>> {
  const { experimentId, galleryId, datasetId, runs, importId, unreadImportId, weightsId, failedWeightsId } = things;
  const { videoId } = await db.evaluationVideo.findFirstOrThrow({
    where: { evaluation: { run: { experimentId: galleryId }, variant: 'attention_e_e' } },
    orderBy: { position: 'asc' },
  });
  const experiment = `/experiments/${experimentId}`;
  const gallery = `/experiments/${galleryId}/videos`;
  const cell = 'variant=attention_e_e&fusion=temporal_concat';
  const submission = await db.submission.findFirstOrThrow();
  const base = await db.run.findFirstOrThrow({ where: { experimentId, key: 'base-seed0' }, select: { id: true } });
  return {
    '/': ['/'],
    '/compare': [
      '/compare',
      `/compare?runs=${[runs.finished, runs.running, runs.failed].join()}&all=true`,
      `/compare?runs=${base.id}&against=${submission.id}`,
    ],
    '/datasets': ['/datasets'],
    '/datasets/[id]': [`/datasets/${datasetId}`],
    '/datasets/import': ['/datasets/import'],
    '/datasets/import/[id]': [
      `/datasets/import/${importId}?split=train&finding=all`,
      `/datasets/import/${unreadImportId}`,
    ],
    '/experiments/[id]': [
      experiment,
      `${experiment}?cell=attention_e_e.late_fusion&setup=true`,
      `/experiments/${galleryId}`,
    ],
    '/experiments/[id]/videos': [`${gallery}?${cell}`, `${experiment}/videos`],
    '/experiments/[id]/videos/[videoId]': [`${gallery}/${encodeURIComponent(videoId)}?${cell}`],
    '/experiments/new': ['/experiments/new', `/experiments/new?from=${experimentId}`],
    '/runs': ['/runs', '/runs?group=variant,fusion'],
    '/runs/[id]': [
      ...runTabs.map((tab) => `/runs/${runs.finished}?tab=${tab}`),
      ...[runs.failed, runs.running].flatMap((run) => [`/runs/${run}`, `/runs/${run}?tab=attempts`]),
    ],
    '/weights': ['/weights'],
    '/weights/[id]': [`/weights/${weightsId}`, `/weights/${failedWeightsId}`],
    '/weights/import': ['/weights/import'],
    '/workers': ['/workers'],
    '/bin': ['/bin'],
  };
}

/** What is wrong with how the page stands on its screen once it stands still: charts follow the size of the window a moment later, messages slide in. */
async function troubles(page: Page): Promise<string[]> {
  const patience = Date.now() + 3000;
  for (;;) {
    const found = await troublesNow(page);
    if (found.length === 0 || Date.now() > patience) return found;
    await page.waitForTimeout(100);
  }
}

async function troublesNow(page: Page): Promise<string[]> {
  const sideways = await sidewaysScroll(page);
  return [
    ...(sideways > 0 ? [`scrolls ${sideways} px sideways: ${await beyondTheSide(page)}`] : []),
    ...(await outsideScreen(page)),
    ...(await unreadableTexts(page)),
  ];
}

/** Opens every menu, list and small window of the page, one after the other, and looks at the page with each. */
async function openWindows(page: Page): Promise<string[]> {
  const found: string[] = [];
  const openers = page.locator('main :is(button, input)[aria-haspopup]:not([disabled])');
  const count = Math.min(await openers.count(), 8);
  for (let k = 0; k < count; k++) {
    const opener = openers.nth(k);
    if (!(await opener.isVisible())) continue;
    const label = (await opener.getAttribute('aria-label')) ?? (await opener.innerText().catch(() => ''));
    await opener.click({ timeout: 2000, force: true }).catch(() => undefined);
    await page
      .locator('[role="menu"]:visible, [role="listbox"]:visible, [role="dialog"]:visible')
      .first()
      .waitFor({ timeout: 1000 })
      .catch(() => undefined);
    found.push(...(await troubles(page)).map((trouble) => `with ${label.slice(0, 30)} open: ${trouble}`));
    await page.keyboard.press('Escape');
  }
  return found;
}

describe('names of 120 characters', () => {
  it('can be given to every column that holds a name, and every page has an address here', async () => {
    expect(await unknownTextColumns(db)).toEqual([]);
    const pages = filesUnder('app').filter((file) => path.basename(file) === 'page.tsx');
    const routes = pages.map((file) => `/${path.dirname(path.relative('app', file))}`.replace('/.', '/'));
    expect(Object.keys(await addresses()).sort()).toEqual(routes.sort());
  });

  it.each(Object.entries(names))('neither push a page sideways nor are cut off unread: %s', async (kind, name) => {
    await nameEverything(db, name);
    const found: Record<string, string[]> = {};
    const all = Object.values(await addresses()).flat();
    for (const [k, address] of all.entries()) {
      const { page, complaints, close } = await openPage(browser, workbench.url + address, { width: 1440, scheme });
      const problems = [...complaints];
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await settled(page);
        problems.push(...(await troubles(page)).map((trouble) => `${width} px: ${trouble}`));
        if (pictures && width !== 1024)
          await page.screenshot({ path: path.join(pictures, `${kind}-${k}-${width}-${scheme}.png`), fullPage: true });
        if (width === 390 && name === names.underscores)
          problems.push(...(await openWindows(page)).map((trouble) => `${width} px, ${trouble}`));
      }
      if (problems.length > 0) found[address] = [...new Set(problems)];
      await close();
    }
    expect(found).toEqual({});
  });

  it('stand in dialogues, messages and the title of the browser', async () => {
    await nameEverything(db, names.underscores);
    const { page, close } = await openPage(browser, `${workbench.url}/experiments/${things.experimentId}`, {
      width: 390,
      scheme,
    });
    expect(await page.title()).toContain(names.underscores);
    await page.getByRole('button', { name: 'Add scores of others' }).click();
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    expect(await troubles(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    expect(await troubles(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Remove the scores/ }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await troubles(page)).toEqual([]);
    await close();
  });
});
