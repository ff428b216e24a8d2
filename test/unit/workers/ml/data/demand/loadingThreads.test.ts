import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backbones } from '@/domain/backbones';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { isGone } from '@/test/support/isGone';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { decodeVideo } from '@/workers/ml/data/ffmpeg/decodeVideo';
import { bilinearView, viewRegion } from '@/workers/ml/views/bilinearView';
import { extractView } from '@/workers/ml/views/extractView';
import { focusedCrop } from '@/workers/ml/views/focusedCrop';
import { heldFrames } from '@/workers/ml/views/heldFrames';
import { createLanczosResize } from '@/workers/ml/views/lanczosResize';

const size = { height: 96, width: 160 };
const resized = { height: 64, width: 106 };
const side = 56;
const film = ['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=25:d=4,noise=alls=20:allf=t'];
const codec = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast', '-g', '30'];
const { normalisation } = backbones.resnet50_i3d;

let folder: string;
let file: string;
let frames: Uint8Array[];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-threads-'));
  file = path.join(folder, 'v.mp4');
  runFfmpegTool([...film, ...codec, file]);
  frames = [];
  await decodeVideo({ ffmpegPath: ffmpegPath(), path: file, fps: 25, onFrame: ({ rgb }) => frames.push(rgb) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function openSource(
  settings: { threads?: number; memoryBytes?: number; ffmpegPath?: string; copy?: boolean } = {},
) {
  const own = path.join(temporaryFolder(), 'own.mp4');
  writeFileSync(own, readFileSync(file));
  const items = [{ id: 'v', path: own, kind: 'video' as const }];
  const cacheRoot = path.join(path.dirname(own), 'cache');
  const common = { items, cacheRoot, fps: 25, resize: 64, parallel: 2 };
  // Reading the video through needs the real program, whatever loads the clips afterwards.
  const first = await openDemandSource({ ...common, ffmpegPath: ffmpegPath() });
  await first.source.close();
  const { source } = await openDemandSource({ ...common, ffmpegPath: ffmpegPath(), ...settings });
  return { source, own };
}

const views = [
  { source: size, resized, offset: { top: 3, left: 21 }, side, flip: true },
  { source: size, resized, offset: { top: 8, left: 0 }, side, flip: false },
] as const;

/** Clips with V_in; the second overlaps the first, the third has the region of the first and another mirror. */
function requests(resampling: 'bilinear_float' | 'lanczos_uint8') {
  const request = (first: number, view: (typeof views)[number] | ({ flip: boolean } & (typeof views)[number])) => ({
    videoId: 'v',
    frameNumbers: Array.from({ length: 11 }, (_, k) => Math.min(99, first + k)),
    region: resampling === 'lanczos_uint8' ? null : viewRegion(view),
    input: { view, resampling, normalisation },
  });
  return [request(30, views[0]), request(35, views[0]), request(94, views[1])];
}

/** The same V_in by the functions that the views are made of, from frames that were decoded in one go. */
function viewOf({ frameNumbers, input }: ReturnType<typeof requests>[number]): Float32Array {
  const { view, resampling } = input;
  const out = new Float32Array(frameNumbers.length * side * side * 3);
  const original = new Uint8Array(Buffer.concat(frameNumbers.map((k) => frames[k]!)));
  const count = frameNumbers.length;
  if (resampling === 'bilinear_float') {
    bilinearView({
      frames: heldFrames(original, { top: 0, left: 0, ...size }, count),
      view,
      normalisation,
      out,
      at: 0,
    });
    return out;
  }
  const small = new Uint8Array(count * resized.height * resized.width * 3);
  const resize = createLanczosResize(size, resized);
  frameNumbers.forEach((frame, k) => {
    resize(frames[frame]!, small.subarray(k * 64 * 106 * 3, (k + 1) * 64 * 106 * 3));
  });
  extractView({ resized: small, view, frames: count, normalisation, out, at: 0 });
  return out;
}

describe('clips out of the loading threads', () => {
  test.each([
    { resampling: 'bilinear_float', threads: 1, memoryBytes: 2 ** 30 },
    { resampling: 'bilinear_float', threads: 3, memoryBytes: 2 ** 30 },
    { resampling: 'bilinear_float', threads: 2, memoryBytes: 100_000 }, // less than one clip
    { resampling: 'lanczos_uint8', threads: 1, memoryBytes: 2 ** 30 },
  ] as const)(
    'have the bits of the same functions called here, announced or not: %o',
    async ({ resampling, ...setting }) => {
      const { source } = await openSource(setting);
      const clips = requests(resampling);
      source.expect(clips.slice(0, 2));
      for (const asked of [clips, clips.slice(1)]) {
        const opened = await source.open(asked);
        for (const [k, clip] of asked.entries()) {
          expect(opened.input(k)).toEqual(viewOf(clip));
          const box = { top: 20, left: 36, height: 37, width: 41 };
          const focused = { box, side, flip: clip.input.view.flip, normalisation };
          const original = new Uint8Array(Buffer.concat(clip.frameNumbers.map((frame) => frames[frame]!)));
          const expected = new Float32Array(11 * side * side * 3);
          const whole = heldFrames(original, { top: 0, left: 0, ...size }, 11);
          focusedCrop({ frames: whole, ...focused, out: expected, at: 0 });
          expect(await opened.focused(k, focused)).toEqual(expected);
        }
        opened.release();
      }
      expect(source.waitedMs()).toBeGreaterThan(0);
      await source.close();
    },
  );

  test('refuse a V_in that was not announced, and a box outside what the clip holds', async () => {
    const { source } = await openSource();
    const [clip] = requests('bilinear_float');
    const { input: _, ...bare } = clip!;
    const opened = await source.open([bare]);
    expect(() => opened.input(0)).toThrow('no V_in was announced');
    const box = { top: 0, left: 0, height: 37, width: 41 };
    await expect(opened.focused(0, { box, side, flip: false, normalisation })).rejects.toThrow(RangeError);
    await source.close();
  });
});

/** A program in place of ffmpeg that notes its process and then does what the script says. */
function programThat(script: string): { program: string; pids(): number[] } {
  const folder = temporaryFolder();
  const program = path.join(folder, 'ffmpeg.sh');
  writeFileSync(program, `#!/bin/sh\ntouch ${folder}/pid.$$\n${script}\n`);
  chmodSync(program, 0o755);
  const pids = () => readdirSync(folder).flatMap((name) => (name.startsWith('pid.') ? [Number(name.slice(4))] : []));
  return { program, pids };
}

describe('what goes wrong in a loading thread', () => {
  test('reaches whoever opens the clip, with its code: a file that is gone, one that was overwritten', async () => {
    const { source, own } = await openSource();
    const clips = requests('bilinear_float');
    writeFileSync(own, 'no video');
    source.expect(clips);
    await expect(source.open(clips.slice(0, 1))).rejects.toMatchObject({
      code: 'video_undecodable',
      message: expect.stringContaining(own),
    });
    rmSync(own);
    await expect(source.open(clips.slice(2))).rejects.toMatchObject({ code: expect.stringMatching(/^video_/) });
    await expect(source.open(clips.slice(2))).rejects.toMatchObject({ code: 'video_missing' });
    await source.close();
  });

  test('is a video that cannot be decoded where ffmpeg is killed', async () => {
    const { program } = programThat('kill -KILL $$');
    const { source } = await openSource({ ffmpegPath: program });
    await expect(source.open(requests('bilinear_float'))).rejects.toMatchObject({ code: 'video_undecodable' });
    await source.close();
  });

  test('is ffmpeg_missing where there is no ffmpeg any more', async () => {
    const { source } = await openSource({ ffmpegPath: '/nowhere/ffmpeg' });
    await expect(source.open(requests('bilinear_float'))).rejects.toMatchObject({ code: 'ffmpeg_missing' });
    await source.close();
  });

  test('is not heard of where nobody opens the clip', async () => {
    const { source, own } = await openSource();
    writeFileSync(own, 'no video');
    source.expect(requests('bilinear_float'));
    await source.close();
  });
});

test('closing ends every thread and every program that was loading ahead', async () => {
  const { program, pids } = programThat('exec sleep 1000');
  await (await openSource({ threads: 2 })).source.close(); // starts the threads that Node keeps
  const before = threadsOfThisProcess();
  const { source } = await openSource({ ffmpegPath: program, threads: 2 });
  source.expect(requests('bilinear_float'));
  const waiting = source.open(requests('bilinear_float').slice(0, 1));
  waiting.catch(() => undefined);
  while (pids().length < 2) await sleep(20);
  await source.close();
  await expect(waiting).rejects.toThrow(/closed|ended/);
  for (const pid of pids()) while (!isGone(pid)) await sleep(20);
  expect(pids()).toHaveLength(2);
  if (before !== null) while ((threadsOfThisProcess() ?? 0) > before) await sleep(20);
});

/** Threads by the names that the system knows; null where it tells nothing. A loading thread is a worker of Node. */
function threadsOfThisProcess(): number | null {
  return existsSync('/proc/self/task') ? readdirSync('/proc/self/task').length : null;
}
