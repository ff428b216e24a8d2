import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { mulberry32 } from '@/domain/random';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { frameNumber, makeClip, numberedFrames } from '@/test/support/makeClip';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { decodeVideo } from '@/workers/ml/data/ffmpeg/decodeVideo';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import { openFrameCache } from '@/workers/ml/data/frames/openFrameCache';
import { prepareFrameCache } from '@/workers/ml/data/frames/prepareFrameCache';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';
import { createLanczosResize } from '@/workers/ml/views/lanczosResize';
import type { PixelBox } from '@/workers/ml/views/viewTransform';

const size = { height: 36, width: 54 };
const fps = 8;
const resize = 24;

function noiseClip(file: string, seed: number, frames = 5): void {
  const random = mulberry32(seed);
  const picture = () => Uint8Array.from({ length: size.height * size.width * 3 }, () => random() * 256);
  makeClip({ path: file, frames: Array.from({ length: frames }, picture), ...size, fps });
}

/** Settings for a few clips of noise in a folder of their own. */
function world(videos = 3) {
  const root = temporaryFolder();
  const items = Array.from({ length: videos }, (_, k) => ({ id: `V${k}`, path: path.join(root, `V${k}.mp4`) }));
  items.forEach(({ path: file }, k) => {
    noiseClip(file, k);
  });
  return { items, cacheRoot: path.join(root, 'cache'), ffmpegPath: ffmpegPath(), fps, resize, parallel: 2 };
}

/** Part of a clip of a source. */
async function part(source: FrameSource, request: { videoId: string; frameNumbers: number[] }, region: PixelBox) {
  return (await source.open([{ ...request, region }])).original(0, region);
}

const allFrames = [0, 1, 2, 3, 4];

/** All frames of a video of five, resized. */
async function resizedVideo(source: FrameSource, videoId: string): Promise<Uint8Array> {
  return (await source.open([{ videoId, frameNumbers: allFrames, region: null }])).resized(0);
}

async function decoded(file: string): Promise<Uint8Array> {
  const frames: Uint8Array[] = [];
  await decodeVideo({ ffmpegPath: ffmpegPath(), path: file, fps, onFrame: ({ rgb }) => frames.push(rgb) });
  return new Uint8Array(Buffer.concat(frames));
}

describe('frame cache', () => {
  test('gives the decoded frames, whole and in parts, and the resized ones', async () => {
    const settings = world();
    const seen: DataProgress[] = [];
    expect(await prepareFrameCache({ ...settings, onProgress: (progress) => seen.push(progress) })).toEqual({
      decoded: 3,
    });
    expect(seen.map(({ done, total }) => `${done}/${total}`)).toEqual(['0/3', '1/3', '2/3', '3/3']);
    const source = await openFrameCache(settings);
    const random = mulberry32(7);
    for (const { id, path: file } of settings.items) {
      const original = await decoded(file);
      expect(source.info(id)).toEqual({ frames: 5, startSeconds: 0, ...size, resized: { height: 24, width: 36 } });
      const whole = { top: 0, left: 0, ...size };
      expect(await part(source, { videoId: id, frameNumbers: allFrames }, whole)).toEqual(original);

      const frameBytes = size.height * size.width * 3;
      const resizeFrame = createLanczosResize(size, { height: 24, width: 36 });
      const expected = new Uint8Array(5 * 24 * 36 * 3);
      for (let k = 0; k < 5; k++)
        resizeFrame(
          original.subarray(k * frameBytes, (k + 1) * frameBytes),
          expected.subarray(k * 2592, (k + 1) * 2592),
        );
      expect(await resizedVideo(source, id)).toEqual(expected);
      const some = await source.open([{ videoId: id, frameNumbers: [3, 4, 4], region: null }]);
      expect(await some.resized(0)).toEqual(
        Uint8Array.from([3, 4, 4].flatMap((k) => [...expected.subarray(k * 2592, (k + 1) * 2592)])),
      );

      for (let round = 0; round < 20; round++) {
        const height = 1 + Math.floor(random() * size.height);
        const width = 1 + Math.floor(random() * size.width);
        const top = Math.floor(random() * (size.height - height + 1));
        const left = Math.floor(random() * (size.width - width + 1));
        const firstFrame = Math.floor(random() * 5);
        const frameNumbers = [0, 1, 2].map((k) => Math.min(firstFrame + k, 4)); // the last frame is repeated
        const cut = await part(source, { videoId: id, frameNumbers }, { top, left, height, width });
        expect(cut.length).toBe(3 * height * width * 3);
        for (const [k, y, x, c] of [
          [0, 0, 0, 0],
          [2, height - 1, width - 1, 2],
          [1, height >> 1, width >> 1, 1],
          [2, 0, width - 1, 0],
        ] as const) {
          const frame = frameNumbers[k]!;
          const value = original[frame * frameBytes + ((top + y) * size.width + left + x) * 3 + c];
          expect(cut[((k * height + y) * width + x) * 3 + c]).toBe(value);
        }
      }
    }
  });

  test('decodes each video once, and again when it or its cache has changed', async () => {
    const settings = world();
    await prepareFrameCache(settings);
    expect(await prepareFrameCache(settings)).toEqual({ decoded: 0 });

    const [a, b] = settings.items;
    noiseClip(a!.path, 99); // replaced by another video
    await expect(openFrameCache(settings)).rejects.toMatchObject({
      code: 'dataset_missing',
      message: expect.stringContaining(a!.path),
    });
    expect(await prepareFrameCache(settings)).toEqual({ decoded: 1 });
    const source = await openFrameCache(settings);
    const whole = { top: 0, left: 0, ...size };
    expect(await part(source, { videoId: a!.id, frameNumbers: allFrames }, whole)).toEqual(await decoded(a!.path));

    utimesSync(b!.path, new Date(), new Date(Date.now() - 5000)); // same size, other time
    expect(await prepareFrameCache(settings)).toEqual({ decoded: 1 });

    const folder = path.join(settings.cacheRoot, readdirSync(settings.cacheRoot)[0]!);
    const cut = readdirSync(folder).find((name) => name.startsWith('V2') && name.endsWith('.resized.rgb'))!;
    truncateSync(path.join(folder, cut), 100);
    expect(await prepareFrameCache(settings)).toEqual({ decoded: 1 });
    expect(readdirSync(folder).filter((name) => name.startsWith('.writing-') || name === '.lock')).toEqual([]);
  });

  test('keeps other frame rates and sizes, and videos of the same name, apart', async () => {
    const settings = world(1);
    const other = world(1);
    noiseClip(other.items[0]!.path, 50);
    const shared = { ...other, cacheRoot: settings.cacheRoot };
    await prepareFrameCache(settings);
    expect(await prepareFrameCache(shared)).toEqual({ decoded: 1 });
    expect(await prepareFrameCache({ ...settings, fps: 4 })).toEqual({ decoded: 1 });
    expect(await prepareFrameCache({ ...settings, resize: 16 })).toEqual({ decoded: 1 });
    expect(await prepareFrameCache(settings)).toEqual({ decoded: 0 });
    const [mine, theirs] = [await openFrameCache(settings), await openFrameCache(shared)];
    expect(await resizedVideo(mine, 'V0')).not.toEqual(await resizedVideo(theirs, 'V0'));
    expect((await openFrameCache({ ...settings, fps: 4 })).info('V0').frames).toBe(3);
  });

  test('names the video that is missing or damaged, and the remedy', async () => {
    const settings = world();
    const [, bad, gone] = settings.items;
    rmSync(gone!.path);
    await expect(prepareFrameCache(settings)).rejects.toMatchObject({
      code: 'video_missing',
      message: expect.stringContaining(gone!.path),
    });
    noiseClip(gone!.path, 2);
    truncateSync(bad!.path, 3000);
    await expect(prepareFrameCache(settings)).rejects.toMatchObject({
      code: 'video_undecodable',
      message: expect.stringMatching(new RegExp(`${bad!.path}.*Replace the file`)),
    });
    noiseClip(bad!.path, 1);
    const { decoded: rest } = await prepareFrameCache(settings);
    expect(rest).toBeGreaterThan(0);
    expect(await prepareFrameCache(settings)).toEqual({ decoded: 0 });
  });

  test('goes on after an interruption', async () => {
    const settings = { ...world(6), parallel: 1 };
    const stop = new AbortController();
    const onProgress = ({ done }: DataProgress) => done === 2 && stop.abort(new Error('cancelled'));
    await expect(prepareFrameCache({ ...settings, signal: stop.signal, onProgress })).rejects.toThrow('cancelled');
    const { decoded: rest } = await prepareFrameCache(settings);
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThanOrEqual(4);
  });

  test('is made once by two that ask at the same time', async () => {
    const settings = world();
    const both = await Promise.all([prepareFrameCache(settings), prepareFrameCache(settings)]);
    expect(both.map((result) => result.decoded).sort()).toEqual([0, 3]);
  });

  test('keeps resized frames in memory up to a budget and reads them again beyond it', async () => {
    const settings = world();
    await prepareFrameCache(settings);
    const memoryOf = async (source: FrameSource, id: string) => (await resizedVideo(source, id)).buffer;
    const roomy = await openFrameCache(settings);
    expect(await memoryOf(roomy, 'V0')).toBe(await memoryOf(roomy, 'V0'));
    const tight = await openFrameCache({ ...settings, memoryBytes: 2 * 5 * 24 * 36 * 3 });
    const [first, second] = [await memoryOf(tight, 'V0'), await memoryOf(tight, 'V1')];
    expect(await memoryOf(tight, 'V0')).toBe(first); // used last: stays
    await memoryOf(tight, 'V2');
    expect(await memoryOf(tight, 'V0')).toBe(first);
    const again = await memoryOf(tight, 'V1');
    expect(again).not.toBe(second);
    expect(again).toEqual(second);
  });

  test('refuses regions outside the frame, unknown videos, and says so when its files are gone', async () => {
    const settings = world(1);
    await prepareFrameCache(settings);
    const source = await openFrameCache(settings);
    const ask = (region: PixelBox) => part(source, { videoId: 'V0', frameNumbers: [0] }, region);
    for (const region of [
      { top: -1, left: 0, height: 4, width: 4 },
      { top: 33, left: 0, height: 4, width: 4 },
      { top: 0, left: 51, height: 4, width: 4 },
      { top: 0.5, left: 0, height: 4, width: 4 },
      { top: 0, left: 0, height: 0, width: 4 },
    ])
      await expect(ask(region)).rejects.toThrow(RangeError);
    expect(() => source.info('V9')).toThrow(RangeError);
    rmSync(settings.cacheRoot, { recursive: true });
    await expect(resizedVideo(source, 'V0')).rejects.toThrow('Start the run again');
    await expect(ask({ top: 0, left: 0, height: 4, width: 4 })).rejects.toThrow('Start the run again');
  });

  test('handles clips of one frame and of rotated phones', async () => {
    const root = temporaryFolder();
    const one = path.join(root, 'one.mp4');
    makeClip({ path: one, frames: numberedFrames(1, size), ...size, fps });
    const upright = path.join(root, 'upright.mov');
    const flat = path.join(root, 'flat.mp4');
    makeClip({ path: flat, frames: numberedFrames(4, size), ...size, fps });
    const turn = ['-loglevel', 'error', '-display_rotation', '90', '-i', flat, '-c', 'copy', upright];
    expect(spawnSync(ffmpegPath(), turn).status).toBe(0);
    const items = [
      { id: 'one', path: one },
      { id: 'upright', path: upright },
    ];
    const settings = { items, cacheRoot: path.join(root, 'cache'), ffmpegPath: ffmpegPath(), fps, resize };
    await prepareFrameCache(settings);
    const source = await openFrameCache(settings);
    expect(source.info('one')).toEqual({ frames: 1, startSeconds: 0, ...size, resized: { height: 24, width: 36 } });
    expect(source.info('upright')).toMatchObject({ frames: 4, height: 54, width: 36 });
    const region = { top: 0, left: 0, height: 54, width: 36 };
    expect(frameNumber(await part(source, { videoId: 'upright', frameNumbers: [3] }, region))).toBe(3);
    writeFileSync(one, '');
    await expect(prepareFrameCache(settings)).rejects.toThrow(one);
  });
});
