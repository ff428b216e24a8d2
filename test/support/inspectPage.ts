import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';

export type PageLook = { width: 1440 | 390; scheme: 'light' | 'dark' };
export const pageLooks: PageLook[] = [
  { width: 1440, scheme: 'light' },
  { width: 1440, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
];

/** Opens a path as a person with that screen and colour scheme would; collects what the browser complains about. */
export async function openPage(
  browser: Browser,
  url: string,
  { width, scheme }: PageLook,
): Promise<{ page: Page; complaints: string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  await context.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    // What a link fetches ahead is unused as long as nobody follows the link.
    if (/was preloaded using link preload but not used/.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url, { waitUntil: 'load' });
  await page.locator('h1').first().waitFor();
  await settled(page);
  return { page, complaints, close: () => context.close() };
}

/** Waits until nothing on the page says it is loading and every canvas in view is painted. The live channel stays open, so the network never falls idle. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') === null);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => {
    const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    return [...document.querySelectorAll('canvas')].every((canvas) => {
      const { top, bottom } = canvas.getBoundingClientRect();
      if (!probe || bottom < 0 || top > window.innerHeight || canvas.width === 0 || canvas.height === 0) return true;
      probe.clearRect(0, 0, 1, 1);
      probe.drawImage(canvas, canvas.width >> 1, canvas.height >> 1, 1, 1, 0, 0, 1, 1);
      return probe.getImageData(0, 0, 1, 1).data[3] !== 0;
    });
  });
}

/** Accessibility violations (WCAG 2 A and AA, best practices), one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Pixels by which the page scrolls sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The first elements that reach beyond the right side of the screen, for whoever looks for the cause of a sideways scroll. */
export function beyondTheSide(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`)
      .join(' > '),
  );
}
