import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '@/test/support/chromium';

describe('the browser of the tests', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('lays out text with a font, draws on a canvas and runs modern JavaScript', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    await page.setContent('<span id="text">mAP ± σ</span><canvas id="canvas" width="4" height="4"></canvas>');
    const seen = await page.evaluate(() => {
      const canvas = document.querySelector('canvas') as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.fillStyle = 'rgb(10 20 30)';
      context.fillRect(0, 0, 4, 4);
      return {
        width: document.querySelector('span')?.getBoundingClientRect().width ?? 0,
        pixel: [...context.getImageData(1, 1, 1, 1).data],
        last: [1, 2, 3].toSorted((a, b) => b - a).at(-1),
      };
    });
    expect(seen.width).toBeGreaterThan(20);
    expect(seen.pixel).toEqual([10, 20, 30, 255]);
    expect(seen.last).toBe(1);
  });
});
