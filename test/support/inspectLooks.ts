import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolations, openPage, pageLooks, sidewaysScroll } from './inspectPage';

/** Keeps a picture of a page as it stands, where FOVEA_TEST_PICTURES names a folder for them. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.FOVEA_TEST_PICTURES;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** A page in every look: it is accessible, fits its screen and the browser complains of nothing. @param shown text that it shows once it is whole */
export async function inspectLooks(browser: Browser, url: string, name: string, shown?: string): Promise<void> {
  for (const look of pageLooks) {
    const { page, complaints, close } = await openPage(browser, url, look);
    if (shown) await page.getByText(shown).first().waitFor();
    await keepPicture(page, `${name}-${look.width}-${look.scheme}`);
    expect(await axeViolations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }
}
