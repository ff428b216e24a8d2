import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '@/test/support/chromium';
import { type Plan, paintedVideo } from '@/test/support/paintedVideo';
import { scan, x264 } from '@/test/support/scanClips';

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

  it('keeps a trace of every window where FOVEA_TEST_TRACES names a folder', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fovea-traces-'));
    process.env.FOVEA_TEST_TRACES = folder;
    const recorded = await launchChromium().finally(() => delete process.env.FOVEA_TEST_TRACES);
    const closed = await recorded.newPage();
    await closed.setContent('<p>closed by itself</p>');
    await closed.close();
    await (await recorded.newPage()).setContent('<p>closed with the browser</p>');
    await recorded.close();
    const traces = readdirSync(folder).map((name) => readFileSync(path.join(folder, name)).subarray(0, 2).toString());
    rmSync(folder, { recursive: true });
    expect(traces).toEqual(['PK', 'PK']);
  });

  const video = [...x264, '-bf', '2'];
  const plans: Plan[] = [
    { name: 'soundFirst.mp4', firstSeconds: 0.7, fps: 10, video, sound: { from: 0, codec: ['-c:a', 'aac'] } },
    { name: 'emptyEdit.mp4', firstSeconds: 0.7, fps: 10, video, sound: null },
    { name: 'bothLate.mp4', firstSeconds: 1.9, fps: 10, video, sound: { from: 1.2, codec: ['-c:a', 'aac'] } },
    { name: 'picturesOnly.mkv', firstSeconds: 0.4, fps: 10, video, sound: null },
    { name: 'plain.mp4', firstSeconds: 0, fps: 10, video, sound: null },
  ];
  it.each(plans)('shows the first picture of $name when a scan says, and ends when it says', async (plan) => {
    const file = paintedVideo(plan);
    const found = await scan(file);
    if (found.state !== 'ok') throw new Error(found.message);
    const page = await browser.newPage();
    const source = `data:video/${file.endsWith('mkv') ? 'webm' : 'mp4'};base64,${readFileSync(file, 'base64')}`;
    const shown = await page.evaluate(async (src) => {
      const player = document.createElement('video');
      player.muted = true;
      document.body.append(player);
      const first = new Promise<number>((resolve) =>
        player.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime)),
      );
      player.src = src;
      await player.play();
      return { first: await first, duration: player.duration };
    }, source);
    await page.close();
    expect(shown.first).toBeCloseTo(found.startSeconds ?? 0, 2);
    if (!plan.sound) expect(Math.abs(shown.duration - found.durationSeconds)).toBeLessThan(0.15);
  });
});
