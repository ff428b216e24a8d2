import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDb, type Db } from '@/server/db';
import { deleteExperiment } from '@/server/experiments/deleteExperiment';
import { bytesUnder } from '@/test/support/bytesUnder';
import { launchChromium } from '@/test/support/chromium';
import { inspectLooks, keepPicture } from '@/test/support/inspectLooks';
import { openPage, settled } from '@/test/support/inspectPage';
import { type SeededGallery, seedGallery } from '@/test/support/seedGallery';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

let workbench: TestWorkbench;
let browser: Browser;
let db: Db;
let root: string;
let kept: SeededGallery;
let second: SeededGallery;
const wide = { width: 1440, scheme: 'light' } as const;

beforeAll(async () => {
  [workbench, browser] = await Promise.all([startTestWorkbench({ withWorkers: false }), launchChromium()]);
  root = path.join(workbench.home, 'artifacts');
  db = createDb(workbench.databaseUrl, { connections: 2 });
  const cells = (['base', 'attention_e_e'] as const).map((variant) => ({ variant, fusion: 'late_fusion' as const }));
  kept = await seedGallery(db, { home: workbench.home, videos: 3, cells });
  second = await seedGallery(db, {
    home: workbench.home,
    cells,
    seeds: [1],
    reuse: { ...kept, baseRunId: kept.baseRunId },
  });
  await db.experiment.update({ where: { id: second.experimentId }, data: { name: 'Second thoughts' } });
});
afterAll(async () => {
  await db?.$disconnect();
  await browser?.close();
  await workbench?.stop();
});

const inspect = (url: string, name: string, shown?: string) => inspectLooks(browser, workbench.url + url, name, shown);

describe('disk', () => {
  it('is told by experiment on its page, and by kind on Workers, with what is free', async () => {
    await inspect('/workers', 'disk-workers');
    await inspect(`/experiments/${kept.experimentId}`, 'disk-experiment');
    const { page, close } = await openPage(browser, `${workbench.url}/experiments/${kept.experimentId}`, wide);
    const disk = page.getByRole('region', { name: 'Disk' });
    const sizes = await db.artifact.aggregate({ _sum: { size: true }, where: { mime: 'image/jpeg' } });
    expect(Number(sizes._sum.size)).toBeGreaterThan(0);
    expect(await disk.getByText(/KiB|MiB/).count()).toBeGreaterThanOrEqual(3);
    await close();
  });

  it('that is nearly full is warned of over every page, as long as it is', async () => {
    const sha256 = 'f'.repeat(64);
    await db.artifact.create({ data: { sha256, size: 2n ** 52n, mime: 'application/octet-stream' } });
    await inspect('/runs', 'disk-warning', 'The disk is nearly full');
    const { page, close } = await openPage(browser, `${workbench.url}/weights`, wide);
    await page.getByText('The disk is nearly full').waitFor();
    await page.getByText('may need 4096.0 TiB').waitFor();
    await page.getByRole('alert').getByRole('link', { name: 'bin' }).click();
    await page.getByRole('heading', { name: 'Bin', level: 1 }).waitFor();
    await db.artifact.delete({ where: { sha256 } });
    await page.reload();
    await page.getByText('The bin is empty').waitFor();
    await settled(page);
    expect(await page.getByText('The disk is nearly full').count()).toBe(0);
    await close();
  });
});

describe('the bin', () => {
  it('holds what was deleted with its size, gives it back, and lets go for good of what nobody needs', async () => {
    const start = await openPage(browser, `${workbench.url}/experiments/${second.experimentId}`, wide);
    await start.page.getByRole('button', { name: 'More actions' }).click();
    await start.page.getByRole('menuitem', { name: 'Delete' }).click();
    await start.page.getByText('Experiment deleted').waitFor();
    await start.close();
    await deleteExperiment(db, kept.experimentId);
    await inspect('/bin', 'bin');

    const { page, close } = await openPage(browser, `${workbench.url}/bin`, wide);
    const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
    await row('Table 2 on MicroCharades').getByRole('button', { name: 'Restore' }).click();
    await row('Table 2 on MicroCharades').waitFor({ state: 'detached' });
    expect((await db.experiment.findUniqueOrThrow({ where: { id: kept.experimentId } })).deletedAt).toBeNull();

    const before = bytesUnder(root);
    await row('Second thoughts').getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('This cannot be undone').waitFor();
    await keepPicture(page, 'bin-question');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
    await page
      .getByText(/were freed/)
      .first()
      .waitFor();
    await page.getByText('The bin is empty').waitFor();
    expect(await db.experiment.count({ where: { id: second.experimentId } })).toBe(0);
    expect(bytesUnder(root)).toBeLessThan(before);

    await deleteExperiment(db, kept.experimentId);
    await page.reload();
    await page.getByRole('button', { name: 'Empty the bin' }).click();
    await page.getByRole('button', { name: 'Delete everything for good' }).click();
    await page.getByText('The bin is empty').waitFor();
    expect([bytesUnder(root), readdirSync(root).filter((name) => name.startsWith('.'))]).toEqual([0, []]);
    await close();
  });
});
