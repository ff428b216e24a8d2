import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeClip, numberedFrames } from '@/test/support/makeClip';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { clip, scan, x264 } from '@/test/support/scanClips';
import { temporaryFolder } from '@/test/support/temporaryFolder';

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
    expect(found).toMatchObject({
      state: 'ok',
      remarks: [expect.stringMatching(/^\d of \d+ frames are damaged: 0.\d of 4.0 s$/)],
    });
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
    ['page.mp4', '<!DOCTYPE html><title>404</title>', 'a web page', 'Put the video itself there'],
    ['notes.mp4', 'hello, this is no video', 'a text', 'Put the video itself there'],
    ['lfs.mp4', 'version https://git-lfs.github.com/spec/v1\n', 'a pointer of Git LFS', 'Put the video itself there'],
    ['zip.mp4', 'PK\u0003\u0004\u0014', 'a ZIP archive', 'Unpack it'],
    ['zero.mp4', '\0'.repeat(2000), 'nothing but zero bytes', 'Put the video itself there'],
    ['song.mp4', 'ID3\u0003\0\0\0', 'a sound file', 'Put the file that has the pictures there'],
    ['nothing.mp4', '', 'it is empty', 'Put the video itself there'],
    ['bytes.mp4', 'q\u0001\u0002\u0003'.repeat(50), 'something else', 'Convert it first'],
  ])('is named, with an advice that can be followed: %s', async (name, text, kind, advice) => {
    const found = await scan(write(name, text));
    expect(found).toMatchObject({ state: 'undecodable', message: expect.stringContaining(kind) });
    expect(found).toMatchObject({ message: expect.stringContaining(advice) });
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
