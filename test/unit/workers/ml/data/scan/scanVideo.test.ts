import { symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { makeClip, numberedFrames } from '@/test/support/makeClip';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { clip, derive, sampled, scan, size, x264 } from '@/test/support/scanClips';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';

describe('scanning a video', () => {
  test('finds frames, size, length and rate', async () => {
    expect(await scan(clip('a.mp4', 24, 8))).toEqual({
      state: 'ok',
      frames: 24,
      ...size,
      durationSeconds: 3,
      frameRate: 8,
      remarks: [],
    });
  });

  test('finds one frame in a video of one frame', async () => {
    const file = clip('one.mp4', 1, 30);
    expect(await scan(file)).toMatchObject({ state: 'ok', frames: 1, durationSeconds: 0, frameRate: null });
    expect(await sampled(file, 8)).toEqual([0]);
  });

  test.each([
    ['mpeg4.avi', ['-c:v', 'mpeg4', '-vtag', 'DIVX', '-bf', '2', '-q:v', '1']],
    ['vp9.webm', ['-c:v', 'libvpx-vp9', '-crf', '10', '-b:v', '0', '-pix_fmt', 'yuv420p']],
    ['hevc.mkv', ['-c:v', 'libx265', '-x265-params', 'crf=4:log-level=none', '-pix_fmt', 'yuv420p']],
    ['interlaced.mp4', [...x264, '-x264-params', 'interlaced=1']],
    [
      'hdr.mp4',
      ['-c:v', 'libx264', '-crf', '4', '-pix_fmt', 'yuv420p10le', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'],
    ],
  ])('reads %s', async (name, output) => {
    const file = clip(name, 20, 10, output);
    expect(await scan(file)).toMatchObject({ state: 'ok', frames: 20, ...size });
    const levels = await sampled(file, 5); // the curve of HDR bends the levels, it does not change their order
    expect(levels).toHaveLength(10);
    expect([...levels].sort((a, b) => a - b)).toEqual(levels);
    if (name !== 'hdr.mp4') expect(levels).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  });

  test('shows a rotated video as a player does', async () => {
    const flat = path.join(temporaryFolder(), 'flat.mp4');
    const bright = new Uint8Array(32 * 48 * 3);
    for (let y = 0; y < 8; y++) bright.fill(250, y * 48 * 3, y * 48 * 3 + 8 * 3); // the upper left corner
    makeClip({ path: flat, frames: [bright, bright], ...size, fps: 8 });
    const turned = path.join(path.dirname(flat), 'turned.mov');
    runFfmpegTool(['-display_rotation', '-90', '-i', flat, '-c', 'copy', turned]); // clockwise
    expect(await scan(turned)).toMatchObject({ state: 'ok', height: 48, width: 32 });
    const { source } = await openDemandSource({
      items: [{ id: 'v', path: turned, kind: 'video' }],
      cacheRoot: path.join(path.dirname(turned), 'cache'),
      ffmpegPath: ffmpegPath(),
      fps: 8,
      resize: 16,
    });
    const clips = await source.open([{ videoId: 'v', frameNumbers: [0], region: null }]);
    const corner = async (top: number, left: number) =>
      (await clips.original(0, { top, left, height: 4, width: 4 })).reduce((a, b) => a + b) / 48;
    expect(await corner(0, 28)).toBeGreaterThan(230); // now the upper right one
    expect(await corner(0, 0)).toBeLessThan(20);
    expect(await corner(44, 28)).toBeLessThan(20);
    await source.close();
  });

  test('reads odd sizes', async () => {
    const odd = { height: 33, width: 47 };
    const file = path.join(temporaryFolder(), 'odd.mkv');
    const output = ['-c:v', 'libvpx-vp9', '-crf', '10', '-b:v', '0', '-pix_fmt', 'yuv420p'];
    makeClip({ path: file, frames: numberedFrames(4, odd), ...odd, fps: 8, output });
    expect(await scan(file)).toMatchObject({ state: 'ok', ...odd });
    expect(await sampled(file, 8)).toEqual([0, 1, 2, 3]);
  });

  test('makes the pixels of an anamorphic video square', async () => {
    const file = clip('wide.mp4', 4, 8, ['-vf', 'setsar=4/3', ...x264]);
    const found = await scan(file);
    expect(found).toMatchObject({ height: 32, width: 64, remarks: [expect.stringContaining('64 x 32')] });
    expect(await sampled(file, 8)).toEqual([0, 1, 2, 3]);
  });

  test('follows a variable frame rate', async () => {
    // frames 0..9 at 10 a second, the rest at 2 a second
    const times = 'setpts=round(if(lt(N\\,10)\\,N/10\\,1+(N-10)/2)/TB)';
    const file = clip('vfr.mkv', 16, 10, [
      '-vf',
      times,
      '-fps_mode',
      'passthrough',
      '-enc_time_base',
      '1/1000',
      ...x264,
    ]);
    expect(await scan(file)).toMatchObject({ state: 'ok', frames: 16, durationSeconds: expect.closeTo(4, 2) });
    expect(await sampled(file, 4)).toEqual([0, 3, 5, 8, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 15]);
  });

  test('leaves out the frames that an edit list hides', async () => {
    const file = clip('long.mp4', 24, 8, [...x264, '-g', '12', '-bf', '2']);
    const cut = derive(file, 'cut.mov', ['-ss', '1', '-i', '{}', '-c', 'copy']); // begins at the key frame 0
    expect(await scan(cut)).toMatchObject({ state: 'ok', frames: 16 });
    expect(await sampled(cut, 8)).toEqual(Array.from({ length: 16 }, (_, k) => 8 + k));
  });

  test.each<[string, number, string[]]>([
    ['later.mkv', 5, ['-i', '{}', '-c', 'copy', '-output_ts_offset', '5']],
    ['later.mp4', 5, ['-i', '{}', '-c', 'copy', '-output_ts_offset', '5']],
    ['unedited.mov', 2 / 30, ['-i', '{}', '-c', 'copy', '-use_editlist', '0']], // its first frame is at 2/30 s
    [
      'sound.mp4',
      0.7,
      ['-f', 'lavfi', '-i', 'anullsrc', '-itsoffset', '0.7', '-i', '{}', '-t', '3', '-c:v', 'copy', '-c:a', 'aac'],
    ],
  ])('samples from the first frame on, and says when that is: %s', async (name, startSeconds, args) => {
    const file = clip('a.mp4', 17, 30, [...x264, '-g', '6', '-bf', '2']);
    const moved = derive(file, name, args);
    expect(await scan(moved)).toMatchObject({
      ...{ state: 'ok', frames: 17, remarks: [expect.stringContaining(`shown at ${startSeconds.toFixed(3)} s`)] },
      startSeconds: expect.closeTo(startSeconds, 2),
      durationSeconds: expect.closeTo(startSeconds + 17 / 30, 2),
    });
    expect(await sampled(moved, 8)).toEqual([0, 4, 8, 11, 15]);
  });

  test('takes the video where a cover picture comes first', async () => {
    const file = clip('a.mp4', 8, 8);
    const cover = derive(file, 'cover.png', ['-f', 'lavfi', '-i', 'color=red:s=20x20', '-frames:v', '1']);
    const both = ['-i', cover, '-i', '{}', '-map', '0', '-map', '1', '-c', 'copy', '-disposition:v:0', 'attached_pic'];
    const file2 = derive(file, 'covered.mp4', both);
    expect(await scan(file2)).toMatchObject({ state: 'ok', frames: 8, ...size });
    expect(await sampled(file2, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('follows links to regular files, and names that look like options or protocols', async () => {
    const file = clip('a.mp4', 4, 8);
    const link = path.join(path.dirname(file), '-i concat:x|y %d.mp4');
    symlinkSync(file, link);
    expect(await scan(link)).toMatchObject({ state: 'ok', frames: 4 });
  });

  test('is not done twice, unless the file has changed', async () => {
    const file = clip('a.mp4', 4, 8);
    const first = await scan(file);
    expect(await scan(file, { ffmpegPath: '/nowhere' })).toEqual(first);
    utimesSync(file, new Date(), new Date(Date.now() - 5000));
    await expect(scan(file, { ffmpegPath: '/nowhere' })).rejects.toMatchObject({ code: 'ffmpeg_missing' });
    expect(await scan(file)).toEqual(first);
  });

  test('stops when it is told to', async () => {
    const file = clip('a.mp4', 4, 8);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(scan(file, { signal })).rejects.toThrow('cancelled');
  });
});
