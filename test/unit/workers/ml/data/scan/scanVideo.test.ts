import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { VideoScan } from '@/domain/videoStates';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { frameNumber, makeClip, numberedFrames } from '@/test/support/makeClip';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { decodeVideo } from '@/workers/ml/data/ffmpeg/decodeVideo';
import { scanVideo } from '@/workers/ml/data/scan/scanVideo';

const size = { height: 32, width: 48 };
const x264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-crf', '4'];

const scan = (file: string, extra = {}): Promise<VideoScan> =>
  scanVideo({
    ffmpegPath: ffmpegPath(),
    path: file,
    kind: 'video',
    cacheRoot: path.join(path.dirname(file), 'cache'),
    ...extra,
  });

/** A clip of numbered grey frames (see makeClip.ts) in a folder of its own. */
function clip(name: string, count: number, fps: number | string, output = x264): string {
  const file = path.join(temporaryFolder(), name);
  makeClip({ path: file, frames: numberedFrames(count, size), ...size, fps, output });
  return file;
}

/** Makes a file beside `from`; `{}` in the arguments stands for `from`. */
function derive(from: string, name: string, args: string[]): string {
  const file = path.join(path.dirname(from), name);
  runFfmpegTool([...args.map((arg) => (arg === '{}' ? from : arg)), file]);
  return file;
}

/** The numbers of the frames sampled at a rate, by both ways to decode; they must agree. */
async function sampled(file: string, fps: number): Promise<number[]> {
  const whole: number[] = [];
  await decodeVideo({
    ffmpegPath: ffmpegPath(),
    path: file,
    fps,
    onFrame: ({ rgb }) => whole.push(frameNumber(rgb)),
  });
  const { source } = await openDemandSource({
    items: [{ id: 'v', path: file, kind: 'video' }],
    cacheRoot: path.join(path.dirname(file), 'cache'),
    ffmpegPath: ffmpegPath(),
    fps,
    resize: 16,
  });
  const { frames, height, width } = source.info('v');
  const frameNumbers = Array.from({ length: frames }, (_, k) => k);
  const clips = await source.open([{ videoId: 'v', frameNumbers, region: null }]);
  const pixels = clips.original(0, { top: 0, left: 0, height, width });
  const bytes = height * width * 3;
  const picked = frameNumbers.map((k) => frameNumber(pixels.subarray(k * bytes, (k + 1) * bytes)));
  await source.close();
  expect(picked).toEqual(whole);
  return picked;
}

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
    const corner = (top: number, left: number) =>
      clips.original(0, { top, left, height: 4, width: 4 }).reduce((a, b) => a + b) / 48;
    expect(corner(0, 28)).toBeGreaterThan(230); // now the upper right one
    expect(corner(0, 0)).toBeLessThan(20);
    expect(corner(44, 28)).toBeLessThan(20);
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

  test.each([
    ['later.mkv', ['-i', '{}', '-c', 'copy', '-output_ts_offset', '5']],
    ['later.mp4', ['-i', '{}', '-c', 'copy', '-output_ts_offset', '5']],
    ['unedited.mov', ['-i', '{}', '-c', 'copy', '-use_editlist', '0']], // its first frame is at 2/30 s
    [
      'sound.mp4',
      ['-f', 'lavfi', '-i', 'anullsrc', '-itsoffset', '0.7', '-i', '{}', '-t', '3', '-c:v', 'copy', '-c:a', 'aac'],
    ],
  ])('counts from the first frame, whenever that is: %s', async (name, args) => {
    const file = clip('a.mp4', 17, 30, [...x264, '-g', '6', '-bf', '2']);
    const moved = derive(file, name, args);
    expect(await scan(moved)).toMatchObject({ state: 'ok', frames: 17, durationSeconds: expect.closeTo(17 / 30, 2) });
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

describe('a damaged video', () => {
  /** Noise, so that every frame has bytes of its own, in one group of pictures. */
  function noisy(name: string, extra: string[] = []): string {
    const file = path.join(temporaryFolder(), name);
    const noise = ['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=25:d=4,noise=alls=40:allf=t'];
    runFfmpegTool([...noise, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '25', ...extra, file]);
    return file;
  }
  const overwrite = (file: string, from: number, to: number) => {
    const bytes = readFileSync(file);
    const [begin, end] = [Math.floor(bytes.length * from), Math.floor(bytes.length * to)];
    for (let k = begin; k < end; k++) bytes[k] = (k * 37) & 255;
    writeFileSync(file, bytes);
  };

  test('is used where most of its frames are whole, with a remark', async () => {
    const file = noisy('scratch.mp4');
    overwrite(file, 0.5, 0.505);
    const found = await scan(file);
    expect(found).toMatchObject({ state: 'ok', remarks: [expect.stringMatching(/^\d of \d+ frames are damaged$/)] });
    if (found.state === 'ok') expect(found.frames).toBeGreaterThanOrEqual(98);
  });

  test('is refused where many frames are damaged', async () => {
    const file = noisy('ruin.mp4');
    overwrite(file, 0.2, 0.8);
    expect(await scan(file)).toMatchObject({ state: 'undecodable', message: expect.stringContaining(file) });
  });

  test.each([
    ['tail.mp4', []],
    ['head.mp4', ['-movflags', '+faststart']],
    ['fragments.mp4', ['-movflags', 'frag_keyframe+empty_moov']],
    ['a.mkv', []],
    ['a.avi', []],
  ])('is refused when it was cut short: %s', async (name, extra) => {
    const file = noisy(name, extra);
    const bytes = readFileSync(file);
    expect(await scan(file)).toMatchObject({ state: 'ok' });
    for (const share of [0.3, 0.9]) {
      writeFileSync(file, bytes.subarray(0, bytes.length * share));
      expect(await scan(file)).toMatchObject({ state: 'undecodable', message: expect.stringContaining('Replace') });
    }
  });
});

describe('what is no video', () => {
  const write = (name: string, text: string | Uint8Array) => {
    const file = path.join(temporaryFolder(), name);
    writeFileSync(file, text);
    return file;
  };

  test('is called missing where there is nothing, also behind a link', async () => {
    const file = path.join(temporaryFolder(), 'none.mp4');
    expect(await scan(file)).toMatchObject({ state: 'missing', message: expect.stringContaining(file) });
    symlinkSync('/nowhere/at/all.mp4', file);
    expect(await scan(file)).toMatchObject({ state: 'missing' });
  });

  test('is refused at once: an empty file, a folder, a pipe that nobody writes to', async () => {
    const folder = temporaryFolder();
    const empty = path.join(folder, 'empty.mp4');
    writeFileSync(empty, '');
    expect(await scan(empty)).toMatchObject({ state: 'undecodable', message: expect.stringContaining('empty') });
    mkdirSync(path.join(folder, 'folder.mp4'));
    const found = await scan(path.join(folder, 'folder.mp4'));
    expect(found).toMatchObject({ state: 'undecodable', message: expect.stringContaining('folder') });
    const pipe = path.join(folder, 'pipe.mp4');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    expect(await scan(pipe)).toMatchObject({
      state: 'undecodable',
      message: expect.stringContaining('no regular file'),
    });
  });

  test('is refused when it holds sound only, even with a cover picture', async () => {
    const folder = temporaryFolder();
    const sound = path.join(folder, 'sound.mp4');
    runFfmpegTool(['-f', 'lavfi', '-i', 'anullsrc', '-t', '0.5', '-c:a', 'aac', sound]);
    const cover = path.join(folder, 'cover.png');
    runFfmpegTool(['-f', 'lavfi', '-i', 'color=red:s=20x20', '-frames:v', '1', cover]);
    const album = path.join(folder, 'album.mp4');
    runFfmpegTool([
      '-i',
      sound,
      '-i',
      cover,
      '-map',
      '0',
      '-map',
      '1',
      '-c',
      'copy',
      '-disposition:v:0',
      'attached_pic',
      album,
    ]);
    for (const file of [sound, album])
      expect(await scan(file)).toMatchObject({
        state: 'undecodable',
        message: expect.stringContaining('no video stream'),
      });
  });

  test.each(['x.mp4', 'x.avi', 'x.mkv', 'x.webm', 'x.mov'])(
    'is refused when it is a text in disguise: %s',
    async (name) => {
      for (const text of [
        'hello',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="a.png"/></svg>',
        '\u0000\u0000',
      ])
        expect(await scan(write(name, text))).toMatchObject({ state: 'undecodable' });
    },
  );

  test.each([
    ['stream.mp4', 'mpegts', 'an MPEG transport stream'],
    ['stream.avi', 'mpeg', 'an MPEG programme stream'],
    ['moving.mp4', 'gif', 'a GIF picture'],
    ['flash.mp4', 'flv', 'a Flash video'],
  ])('is named when it is a video of a kind that is not read: %s', async (name, format, kind) => {
    const codec = format === 'gif' ? [] : ['-c:v', format === 'flv' ? 'flv' : 'mpeg2video'];
    const file = clip(name, 10, 25, [...codec, '-f', format]);
    expect(await scan(file)).toMatchObject({ state: 'undecodable', message: expect.stringContaining(kind) });
  });

  test('makes nobody read its neighbours or the network: playlists, lists of files', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end('no');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const good = clip('good.mp4', 4, 8);
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ngood.mp4\n#EXT-X-ENDLIST\n`,
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile good.mp4\n`,
      `<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:${port}/</BaseURL></MPD>`,
      `[reference]\nref1=http://127.0.0.1:${port}/a.mp4\n`,
    ];
    for (const [k, text] of lists.entries())
      for (const ending of ['mp4', 'mkv', 'avi']) {
        const file = path.join(path.dirname(good), `list${k}.${ending}`);
        writeFileSync(file, text);
        expect(await scan(file)).toMatchObject({ state: 'undecodable' });
      }
    expect(asked).toBe(0);
    server.close();
  });

  test('makes nobody read its neighbours: a QuickTime file whose pictures are in another file', async () => {
    const good = clip('good.mov', 4, 8);
    const bait = path.join(path.dirname(good), 'bait.mov');
    writeFileSync(bait, withExternalPictures(readFileSync(good), 'good.mov'));
    const allowed = ['-enable_drefs', '1', '-i', bait, '-f', 'rawvideo', 'pipe:1'];
    expect(runFfmpegTool(allowed).length).toBeGreaterThan(0); // the bait works where references are followed
    expect(await scan(bait)).toMatchObject({ state: 'undecodable' });
  });

  test('is refused when its frames change their size', async () => {
    const folder = temporaryFolder();
    const part = (name: string, height: number) => {
      const file = path.join(folder, name);
      const frame = { height, width: 64 };
      makeClip({ path: file, frames: numberedFrames(4, frame), ...frame, fps: 8, output: [...x264, '-f', 'h264'] });
      return readFileSync(file);
    };
    const joined = path.join(folder, 'joined.h264');
    writeFileSync(joined, Buffer.concat([part('a', 48), part('b', 64)]));
    const file = path.join(folder, 'change.mp4');
    runFfmpegTool(['-f', 'h264', '-i', joined, '-c', 'copy', file]);
    expect(await scan(file)).toMatchObject({
      state: 'undecodable',
      message: expect.stringContaining('change their size'),
    });
  });
});

/** The table of contents of a QuickTime file with the reference to its pictures turned to another file; no pictures. */
function withExternalPictures(movie: Buffer, name: string): Buffer {
  const moovAt = movie.indexOf('moov') - 4;
  const moov = movie.subarray(moovAt, moovAt + movie.readUInt32BE(moovAt));
  const alias = Buffer.alloc(150);
  alias.writeUInt16BE(1, 130); // levels up from the file that refers, and down to the one referred to
  alias.writeUInt16BE(1, 132);
  const paths = Buffer.alloc(4 + name.length);
  paths.writeUInt16BE(2, 0); // an absolute path follows
  paths.writeUInt16BE(name.length, 2);
  paths.write(name, 4, 'latin1');
  const payload = Buffer.concat([
    alias.subarray(0, 150),
    paths,
    Buffer.alloc(name.length % 2),
    Buffer.from([255, 255, 0, 0]),
  ]);
  const head = Buffer.alloc(12);
  head.writeUInt32BE(12 + payload.length, 0);
  head.write('alis', 4, 'latin1');
  const entry = Buffer.concat([head, payload]);
  const urlAt = moov.indexOf('url ', moov.indexOf('dref')) - 4;
  const changed = Buffer.concat([moov.subarray(0, urlAt), entry, moov.subarray(urlAt + 12)]);
  for (const box of ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref']) {
    const at = changed.lastIndexOf(box, urlAt) - 4;
    changed.writeUInt32BE(changed.readUInt32BE(at) + entry.length - 12, at);
  }
  return Buffer.concat([movie.subarray(0, movie.readUInt32BE(0)), changed]);
}
