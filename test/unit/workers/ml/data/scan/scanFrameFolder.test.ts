import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { extractedFrame } from '@/workers/ml/data/scan/scanFrameFolder';
import { scanVideo } from '@/workers/ml/data/scan/scanVideo';

const size = { height: 24, width: 32 };

/** A folder of extracted frames: frame k is grey of level 8 k + 8. */
async function extracted(count: number): Promise<string> {
  const folder = path.join(temporaryFolder(), 'AB12C');
  mkdirSync(folder);
  for (let k = 0; k < count; k++) await writeFrame(folder, k, size);
  return folder;
}

async function writeFrame(folder: string, k: number, { height, width }: { height: number; width: number }) {
  const grey = { r: 8 * k + 8, g: 8 * k + 8, b: 8 * k + 8 };
  await sharp({ create: { width, height, channels: 3, background: grey } })
    .jpeg({ quality: 95 })
    .toFile(extractedFrame(folder, k));
}

const scan = (folder: string) =>
  scanVideo({
    ffmpegPath: '/nowhere',
    path: folder,
    kind: 'frames',
    cacheRoot: path.join(path.dirname(folder), 'cache'),
  });

describe('a folder of extracted frames', () => {
  test('has 24 frames a second, numbered from 1 on; other files in it do not matter', async () => {
    const folder = await extracted(12);
    expect(path.basename(extractedFrame(folder, 0))).toBe('AB12C-000001.jpg');
    writeFileSync(path.join(folder, 'Thumbs.db'), 'x');
    expect(await scan(folder)).toEqual({
      state: 'ok',
      frames: 12,
      ...size,
      durationSeconds: 0.5,
      frameRate: 24,
      remarks: [],
    });
  });

  test('is sampled at any rate by nearest time, and read in parts', async () => {
    const folder = await extracted(12);
    const { source, scanned } = await openDemandSource({
      items: [{ id: 'v', path: folder, kind: 'frames' }],
      cacheRoot: path.join(path.dirname(folder), 'cache'),
      ffmpegPath: '/nowhere',
      fps: 8,
      resize: 16,
    });
    expect(scanned).toBe(1);
    expect(source.info('v')).toEqual({ frames: 4, startSeconds: 0, ...size, resized: { height: 16, width: 21 } });
    const region = { top: 3, left: 5, height: 10, width: 20 };
    const clips = await source.open([{ videoId: 'v', frameNumbers: [1, 2, 3, 3], region }]);
    const part = await clips.original(0, { top: 4, left: 6, height: 2, width: 3 });
    const levels = [0, 1, 2, 3].map((k) => part.subarray(k * 18, (k + 1) * 18));
    expect(levels.map((values) => Math.round((values[0]! - 8) / 8))).toEqual([3, 6, 9, 9]);
    const decoded = await sharp(extractedFrame(folder, 3))
      .extract({ top: 4, left: 6, height: 2, width: 3 })
      .raw()
      .toBuffer();
    expect(Buffer.from(levels[0]!)).toEqual(decoded);
    await expect(clips.original(0, { top: 2, left: 6, height: 2, width: 3 })).rejects.toThrow(RangeError);
    await source.close();
  });

  test.each<[string, (folder: string) => void | Promise<void>, string]>([
    ['without its fifth frame', (folder) => rmSync(extractedFrame(folder, 4)), 'frame 5 is missing'],
    ['without its first frame', (folder) => rmSync(extractedFrame(folder, 0)), 'frame 1 is missing'],
    [
      'with a frame of another size',
      (folder) => writeFrame(folder, 6, { height: 24, width: 40 }),
      'frame 7 is 40 x 24',
    ],
    [
      'with a text for a frame',
      (folder) => writeFileSync(extractedFrame(folder, 3), 'x'),
      'frame 4 is no readable JPEG',
    ],
    [
      'with a link to a pipe for a frame',
      (folder) => {
        rmSync(extractedFrame(folder, 5));
        expect(spawnSync('mkfifo', [path.join(folder, 'pipe')]).status).toBe(0);
        symlinkSync(path.join(folder, 'pipe'), extractedFrame(folder, 5));
      },
      'frame 6 is missing',
    ],
    [
      'with a PNG for a frame',
      async (folder) => {
        const png = await sharp({ create: { ...size, channels: 3, background: 'red' } })
          .png()
          .toBuffer();
        writeFileSync(extractedFrame(folder, 3), png);
      },
      'frame 4 is no readable JPEG',
    ],
    [
      'with a last frame that was cut short',
      async (folder) => {
        const noise = Buffer.from(Uint8Array.from({ length: 24 * 32 * 3 }, (_, k) => Math.imul(k, 2654435761) >>> 24));
        await sharp(noise, { raw: { ...size, channels: 3 } }).toFile(extractedFrame(folder, 11));
        truncateSync(extractedFrame(folder, 11), readFileSync(extractedFrame(folder, 11)).length - 300);
      },
      'the pixels of frame 12 are damaged',
    ],
    [
      'with a frame in the middle that was cut short',
      async (folder) => {
        const noise = Buffer.from(Uint8Array.from({ length: 24 * 32 * 3 }, (_, k) => Math.imul(k, 2654435761) >>> 24));
        await sharp(noise, { raw: { ...size, channels: 3 } }).toFile(extractedFrame(folder, 5));
        truncateSync(extractedFrame(folder, 5), readFileSync(extractedFrame(folder, 5)).length >> 1);
      },
      'the pixels of frame 6 are damaged',
    ],
    ['with an empty frame', (folder) => truncateSync(extractedFrame(folder, 7), 0), 'frame 8 is no readable JPEG'],
    [
      'without frames',
      (folder) => {
        for (let k = 0; k < 12; k++) rmSync(extractedFrame(folder, k));
      },
      'it holds no frames AB12C-000001.jpg',
    ],
  ])('is refused %s', async (_, change, reason) => {
    const folder = await extracted(12);
    await change(folder);
    expect(await scan(folder)).toMatchObject({ state: 'undecodable', message: expect.stringContaining(reason) });
  });

  test('is refused with a huge frame, which takes no memory', async () => {
    const folder = await extracted(2);
    const huge = ['-f', 'lavfi', '-i', 'color=gray:s=16000x16000', '-frames:v', '1', '-update', '1'];
    runFfmpegTool([...huge, extractedFrame(folder, 1)]);
    const before = process.resourceUsage().maxRSS;
    expect(await scan(folder)).toMatchObject({
      state: 'undecodable',
      message: expect.stringMatching(/frame 2 has more than 36 million pixels.*Make it smaller/),
    });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100 * 1024); // KiB; decoded it would be 750 MiB
  });

  test('is read again when a picture in it was written over since', async () => {
    const folder = await extracted(4);
    expect(await scan(folder)).toMatchObject({ state: 'ok' });
    truncateSync(extractedFrame(folder, 2), readFileSync(extractedFrame(folder, 2)).length >> 1);
    expect(await scan(folder)).toMatchObject({ state: 'undecodable', message: expect.stringContaining('frame 3') });
  });

  test('is missing where it is not, and no folder where it is a file', async () => {
    const folder = await extracted(1);
    renameSync(folder, `${folder}x`);
    expect(await scan(folder)).toMatchObject({ state: 'missing', message: expect.stringContaining(folder) });
    writeFileSync(folder, 'x');
    expect(await scan(folder)).toMatchObject({
      state: 'undecodable',
      message: expect.stringContaining('not a folder'),
    });
  });
});
