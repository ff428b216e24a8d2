import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { mulberry32, randomBelow } from '@/domain/random';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { conversionFlags } from '@/workers/ml/data/ffmpeg/pictures';
import { openFrameCache } from '@/workers/ml/data/frames/openFrameCache';
import { prepareFrameCache } from '@/workers/ml/data/frames/prepareFrameCache';

const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=25:d=6,noise=alls=20:allf=t'];
const size = { height: 96, width: 160 };

/** All frames of a file, decoded from its start in one go. */
function wholeVideo(file: string): Buffer {
  const rgb = ['-sws_flags', conversionFlags, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  return runFfmpegTool(['-i', file, '-map', '0:V:0', '-fps_mode', 'passthrough', ...rgb]);
}

async function world(file: string, fps: number, settings = {}) {
  const root = path.dirname(file);
  const base = { ffmpegPath: ffmpegPath(), cacheRoot: path.join(root, 'cache') };
  const items = [{ id: 'v', path: file, kind: 'video' as const }];
  const { source } = await openDemandSource({ ...base, items, fps, resize: 64, parallel: 2, ...settings });
  return source;
}

const x264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast'];
const codings: [string, string[]][] = [
  ['gop.mp4', [...x264, '-g', '30', '-bf', '3']],
  ['opengop.mp4', [...x264, '-x264-params', 'open-gop=1:keyint=24:bframes=5:b-pyramid=normal']],
  ['refresh.mp4', [...x264, '-x264-params', 'intra-refresh=1:keyint=30']],
  ['allkeys.mov', [...x264, '-g', '1']],
  ['gop.mkv', [...x264, '-g', '30', '-bf', '3']],
  ['opengop.mkv', [...x264, '-x264-params', 'open-gop=1:keyint=24:bframes=5']],
  ['tenbit.mkv', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le', '-g', '20', '-preset', 'veryfast']],
  ['hevc.mp4', ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'keyint=30:open-gop=1:log-level=none']],
  ['vp9.webm', ['-c:v', 'libvpx-vp9', '-g', '30', '-deadline', 'realtime', '-cpu-used', '8']],
  ['vp8.webm', ['-c:v', 'libvpx', '-g', '30', '-auto-alt-ref', '1', '-lag-in-frames', '10', '-deadline', 'realtime']],
  ['divx.avi', ['-c:v', 'mpeg4', '-vtag', 'DIVX', '-bf', '2', '-g', '30', '-q:v', '3']],
  ['divx.mp4', ['-c:v', 'mpeg4', '-bf', '2', '-g', '30', '-q:v', '3']],
  ['h264.avi', [...x264, '-g', '30', '-bf', '2']],
  ['fragments.mp4', [...x264, '-g', '30', '-movflags', 'frag_keyframe+empty_moov']],
  ['mjpeg.mov', ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p']],
];

describe('an on-demand frame source', () => {
  test.each(codings)('gives the bytes of the whole decoded video, wherever a clip begins: %s', async (name, coding) => {
    const file = path.join(temporaryFolder(), name);
    runFfmpegTool([...picture, ...coding, file]);
    const whole = wholeVideo(file);
    const frameBytes = size.height * size.width * 3;
    const source = await world(file, 25);
    // Without an edit list nothing takes the encoder's delay of two pictures away: a <video> element shows the first one at 0.08 s, too.
    const startSeconds = name === 'fragments.mp4' ? 0.08 : 0;
    expect(source.info('v')).toEqual({ frames: 150, startSeconds, ...size, resized: { height: 64, width: 106 } });
    expect(whole.length).toBe(150 * frameBytes);
    const random = mulberry32(5);
    for (let round = 0; round < 6; round++) {
      const first = randomBelow(random, 144);
      const step = 1 + (round % 3);
      const frameNumbers = [0, 1, 2, 3].map((k) => Math.min(149, first + k * step));
      const clips = await source.open([{ videoId: 'v', frameNumbers, region: null }]);
      const found = Buffer.from(await clips.original(0, { top: 0, left: 0, ...size }));
      const expected = Buffer.concat(frameNumbers.map((k) => whole.subarray(k * frameBytes, (k + 1) * frameBytes)));
      expect(found.equals(expected), `frames ${frameNumbers}`).toBe(true);
      clips.release();
    }
    await source.close();
  });

  /** A clip of 150 frames in groups of 30, and all its frames. */
  function video() {
    const file = path.join(temporaryFolder(), 'v.mp4');
    runFfmpegTool([...picture, ...x264, '-g', '30', '-bf', '2', file]);
    const whole = wholeVideo(file);
    return { file, frame: (k: number) => whole.subarray(k * 96 * 160 * 3, (k + 1) * 96 * 160 * 3) };
  }
  const all = { top: 0, left: 0, ...size };

  test('reads no more of a file than the pictures before a clip: the rest may be in ruins', async () => {
    const { file, frame } = video();
    const source = await world(file, 25);
    const { atime, mtime } = statSync(file);
    const bytes = readFileSync(file);
    bytes.fill(0, 2000, bytes.length >> 1); // up to frame 75 or so; the table of contents is at the end
    writeFileSync(file, bytes);
    utimesSync(file, atime, mtime);
    const clips = await source.open([{ videoId: 'v', frameNumbers: [100, 101], region: null }]);
    expect(Buffer.from(await clips.original(0, all)).equals(Buffer.concat([frame(100), frame(101)]))).toBe(true);
    await source.close();
  });

  test('gives all frames of a video at once', async () => {
    const { file, frame } = video();
    const source = await world(file, 25);
    const frameNumbers = Array.from({ length: 150 }, (_, k) => k);
    const clips = await source.open([{ videoId: 'v', frameNumbers, region: null }]);
    expect(Buffer.from(await clips.original(0, all)).equals(Buffer.concat(frameNumbers.map(frame)))).toBe(true);
    await source.close();
  });

  test('says so when a file is no longer the one that was read through', async () => {
    const { file } = video();
    const source = await world(file, 25);
    runFfmpegTool(['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=13:d=2', ...x264, file]);
    await expect(source.open([{ videoId: 'v', frameNumbers: [100], region: null }])).rejects.toMatchObject({
      code: 'video_undecodable',
      message: expect.stringContaining(file),
    });
    rmSync(file);
    await expect(source.open([{ videoId: 'v', frameNumbers: [3], region: null }])).rejects.toMatchObject({
      code: 'video_missing',
    });
    await source.close();
  });

  test('gives any number of clips at once, announced or not, overlapping or the same, in part or whole', async () => {
    const { file, frame } = video();
    const source = await world(file, 25, { memoryBytes: 12 * 96 * 160 * 3 }); // jobs of at most three frames
    const region = { top: 7, left: 31, height: 50, width: 71 };
    const clip = (from: number, part: typeof region | null) => ({
      videoId: 'v',
      frameNumbers: [from, from + 1, Math.min(149, from + 2)],
      region: part,
    });
    const [a, b, c] = [clip(10, region), clip(11, region), clip(147, null)];
    source.expect([a, b]);
    source.expect([a, b, c]);
    source.expect([a, a]); // the same clip twice: it will be opened twice
    for (const requests of [[a], [c, b], [a, clip(60, region)]]) {
      const clips = await source.open(requests);
      for (const [k, { frameNumbers }] of requests.entries()) {
        const part = { top: 20, left: 40, height: 3, width: 9 };
        const expected = frameNumbers.flatMap((number) =>
          [20, 21, 22].flatMap((y) => [...frame(number).subarray((y * 160 + 40) * 3, (y * 160 + 49) * 3)]),
        );
        expect([...(await clips.original(k, part))]).toEqual(expected);
      }
      clips.release();
      await expect(clips.original(0, region)).rejects.toThrow('has been released');
    }
    await source.close();
    await expect(source.open([a])).rejects.toThrow('the loading thread has ended');
  });

  test('refuses what the clip does not hold', async () => {
    const { file } = video();
    const source = await world(file, 25);
    const region = { top: 10, left: 10, height: 20, width: 20 };
    const clips = await source.open([{ videoId: 'v', frameNumbers: [0], region }]);
    await expect(clips.original(0, { top: 9, left: 10, height: 4, width: 4 })).rejects.toThrow(RangeError);
    await expect(clips.original(0, { top: 27, left: 10, height: 4, width: 4 })).rejects.toThrow(RangeError);
    await expect(clips.original(1, region)).rejects.toThrow(RangeError);
    await expect(clips.resized(0)).rejects.toThrow(RangeError);
    expect(() => source.info('w')).toThrow(RangeError);
    await expect(source.open([{ videoId: 'v', frameNumbers: [150], region: null }])).rejects.toThrow(RangeError);
    await source.close();
  });

  test('gives the bytes of the decoded cache, at any rate and also where frames repeat', async () => {
    const { file } = video();
    const items = [{ id: 'v', path: file, kind: 'video' as const }];
    const cacheRoot = path.join(path.dirname(file), 'cache');
    for (const settings of [
      { fps: 8, resize: 40 },
      { fps: 24, resize: 40, aspect: 'square' as const },
      { fps: 60, resize: 33 },
    ]) {
      const whole = { items, cacheRoot, ffmpegPath: ffmpegPath(), ...settings };
      await prepareFrameCache({ ...whole, parallel: 1 });
      const cached = await openFrameCache(whole);
      const { source, scanned } = await openDemandSource(whole);
      expect(scanned).toBe(settings.fps === 8 ? 1 : 0);
      expect(source.info('v')).toEqual(cached.info('v'));
      const last = source.info('v').frames - 1;
      const request = [{ videoId: 'v', frameNumbers: [last - 3, last - 2, last - 1, last, last, last], region: null }];
      const [mine, theirs] = [await source.open(request), await cached.open(request)];
      expect(await mine.original(0, all)).toEqual(await theirs.original(0, all));
      expect(await mine.resized(0)).toEqual(await theirs.resized(0));
      await source.close();
    }
  });
});
