import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { frameNumber, makeClip, numberedFrames } from '@/test/support/makeClip';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { decodeVideo } from '@/workers/ml/data/ffmpeg/decodeVideo';
import { demuxerOf } from '@/workers/ml/data/ffmpeg/demuxerOf';
import { ffmpegVersion } from '@/workers/ml/data/ffmpeg/ffmpegVersion';
import { probeVideo } from '@/workers/ml/data/ffmpeg/probeVideo';

const size = { height: 32, width: 48 };

async function numbers(file: string, fps: number): Promise<number[]> {
  const seen: number[] = [];
  const count = await decodeVideo({
    ffmpegPath: ffmpegPath(),
    path: file,
    fps,
    onFrame: ({ rgb, height, width }, index) => {
      expect({ height, width, bytes: rgb.length, index }).toEqual({ ...size, bytes: 32 * 48 * 3, index: seen.length });
      seen.push(frameNumber(rgb));
    },
  });
  expect(count).toBe(seen.length);
  return seen;
}

/** A clip of numbered frames; the last argument changes its coding. */
function clip(name: string, count: number, fps: number | string, output?: string[]): string {
  const file = path.join(temporaryFolder(), name);
  makeClip({ path: file, frames: numberedFrames(count, size), ...size, fps, output });
  return file;
}

describe('decodeVideo', () => {
  test('takes the frames nearest to k / fps, not those that ffmpeg -r would take', async () => {
    expect(await numbers(clip('a.mp4', 17, 30), 8)).toEqual([0, 4, 8, 11, 15]);
    expect(await numbers(clip('b.mp4', 24, 8), 8)).toEqual(Array.from({ length: 24 }, (_, k) => k));
    expect(await numbers(clip('c.mp4', 12, '30000/1001'), 8)).toEqual([0, 4, 7, 11]);
  });

  test('gives every decodable video at least one frame', async () => {
    expect(await numbers(clip('one.mp4', 1, 30), 8)).toEqual([0]);
  });

  test.each([
    ['x.mkv', ['-c:v', 'libx264', '-crf', '4', '-pix_fmt', 'yuv420p'], 'matroska', 'h264'],
    ['x.webm', ['-c:v', 'libvpx-vp9', '-crf', '10', '-b:v', '0', '-pix_fmt', 'yuv420p'], 'matroska', 'vp9'],
    ['x.avi', ['-c:v', 'mpeg4', '-q:v', '1'], 'avi', 'mpeg4'],
    ['x.mov', ['-c:v', 'mpeg4', '-q:v', '1'], 'mov', 'mpeg4'],
  ])('reads %s', async (name, output, demuxer, codec) => {
    const file = clip(name, 10, 10, output);
    expect(await demuxerOf(file)).toBe(demuxer);
    expect(await numbers(file, 5)).toEqual([0, 2, 4, 6, 8]);
    expect(await probeVideo({ ffmpegPath: ffmpegPath(), path: file })).toMatchObject({ codec, ...size });
  });

  test('reads files whose names look like options or protocols', async () => {
    const file = clip('a.mp4', 4, 8);
    const strange = path.join(path.dirname(file), '-i concat:x|y %d.mp4');
    copyFileSync(file, strange);
    expect(await numbers(strange, 8)).toEqual([0, 1, 2, 3]);
  });

  test('colours come back as they went in', async () => {
    const file = path.join(temporaryFolder(), 'colour.mp4');
    const colours = [
      [196, 62, 62],
      [62, 172, 72],
      [72, 96, 204],
      [204, 182, 58],
    ];
    const frames = colours.map((rgb) => Uint8Array.from({ length: 32 * 48 * 3 }, (_, k) => rgb[k % 3]!));
    makeClip({ path: file, frames, ...size, fps: 8 });
    await decodeVideo({
      ffmpegPath: ffmpegPath(),
      path: file,
      fps: 8,
      onFrame: ({ rgb }, index) => {
        for (let k = 0; k < rgb.length; k++) expect(Math.abs(rgb[k]! - colours[index]![k % 3]!)).toBeLessThan(5);
      },
    });
  });
});

describe('a video that cannot be decoded', () => {
  const decode = (file: string, extra = {}) =>
    decodeVideo({ ffmpegPath: ffmpegPath(), path: file, fps: 8, onFrame: () => undefined, ...extra });
  const damaged = (name: string, change: (bytes: Buffer) => Uint8Array) => {
    const file = clip('good.mp4', 24, 8);
    const bad = path.join(path.dirname(file), name);
    writeFileSync(bad, change(readFileSync(file)));
    return bad;
  };

  test('is named when it is missing', async () => {
    const file = path.join(temporaryFolder(), 'nothing.mp4');
    await expect(decode(file)).rejects.toMatchObject({ code: 'video_missing', message: expect.stringContaining(file) });
  });

  test.each<[string, string, (bytes: Buffer) => Uint8Array]>([
    ['empty.mp4', 'Put the video itself there', () => new Uint8Array()],
    ['short.mp4', 'Replace the file by an intact copy', (bytes) => bytes.subarray(0, 40)],
    ['truncated.mp4', 'Replace the file by an intact copy', (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ['text.mp4', 'Put the video itself there', () => Buffer.from('this is not a video at all')],
  ])('is named when it is damaged, with what helps: %s', async (name, advice, change) => {
    const file = damaged(name, change);
    await expect(decode(file)).rejects.toMatchObject({
      code: 'video_undecodable',
      message: expect.stringContaining(file),
    });
    await expect(decode(file)).rejects.toThrow(advice);
  });

  test('is noticed when bytes of its pictures are overwritten', async () => {
    const file = path.join(temporaryFolder(), 'noise.mp4');
    const frames = Array.from({ length: 12 }, (_, k) =>
      Uint8Array.from({ length: 32 * 48 * 3 }, (_, at) => (Math.imul(at + 7 * k, 2654435761) >>> 24) & 255),
    );
    makeClip({ path: file, frames, ...size, fps: 8 });
    const bytes = readFileSync(file);
    bytes.subarray(bytes.length >> 2, bytes.length >> 1).fill(0xff);
    writeFileSync(file, bytes);
    await expect(decode(file)).rejects.toMatchObject({ code: 'video_undecodable' });
  });

  test('is refused when it is a playlist that would make ffmpeg read its neighbours', async () => {
    const good = clip('good.mp4', 4, 8);
    const playlist = path.join(path.dirname(good), 'list.mp4');
    writeFileSync(playlist, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ngood.mp4\n#EXT-X-ENDLIST\n');
    await expect(decode(playlist)).rejects.toMatchObject({ code: 'video_undecodable' });
  });

  test('is refused when it holds sound only', async () => {
    const file = path.join(temporaryFolder(), 'sound.mp4');
    const sound = ['-f', 'lavfi', '-i', 'anullsrc', '-map', '1:a', '-t', '0.5', '-c:a', 'aac'];
    makeClip({ path: file, frames: numberedFrames(1, size), ...size, fps: 8, output: sound });
    await expect(decode(file)).rejects.toMatchObject({ code: 'video_undecodable' });
    await expect(probeVideo({ ffmpegPath: ffmpegPath(), path: file })).rejects.toMatchObject({
      code: 'video_undecodable',
    });
  });

  test('is given up when ffmpeg hangs', async () => {
    const good = clip('good.mp4', 4, 8);
    const hanging = path.join(path.dirname(good), 'hanging');
    writeFileSync(hanging, '#!/bin/sh\nexec sleep 60\n');
    chmodSync(hanging, 0o755);
    await expect(decode(good, { ffmpegPath: hanging, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'video_undecodable',
      message: expect.stringContaining('was not done'),
    });
  });

  test('stops at once when asked to, with the reason given', async () => {
    const good = clip('good.mp4', 4, 8);
    await expect(decode(good, { signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow('cancelled');
    const stop = new AbortController();
    const onFrame = () => stop.abort(new Error('seen enough'));
    await expect(decode(good, { signal: stop.signal, onFrame })).rejects.toThrow('seen enough');
  });

  test('passes on what the receiver of the frames throws', async () => {
    const onFrame = () => {
      throw new Error('disk full');
    };
    await expect(decode(clip('good.mp4', 4, 8), { onFrame })).rejects.toThrow('disk full');
  });
});

describe('ffmpegVersion', () => {
  test('is what ffmpeg says, and an error that names the remedy where there is no ffmpeg', async () => {
    expect(await ffmpegVersion(ffmpegPath())).toMatch(/\d/);
    await expect(ffmpegVersion('/nowhere/ffmpeg')).rejects.toMatchObject({ code: 'ffmpeg_missing' });
    await expect(ffmpegVersion('/bin/true')).rejects.toMatchObject({ code: 'ffmpeg_missing' });
  });
});
