import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '@/scripts/setup/paths.mjs';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { flipByte } from '@/test/support/flipByte';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { readTruth } from '@/workers/ml/data/actionTruth';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { decodeVideo } from '@/workers/ml/data/ffmpeg/decodeVideo';
import { probeVideo } from '@/workers/ml/data/ffmpeg/probeVideo';
import { drawScene } from '@/workers/ml/data/microCharades/drawScene';
import { prepareMicroCharades } from '@/workers/ml/data/microCharades/prepareMicroCharades';
import { renderScene } from '@/workers/ml/data/microCharades/renderScene';
import { sceneTruth } from '@/workers/ml/data/microCharades/sceneTruth';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';

const tiny = { trainVideos: 4, testVideos: 2, parallel: 2 };
const videoPath = (root: string, id: string) => path.join(root, 'videos', `${id}.mp4`);
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('prepareMicroCharades', () => {
  test('makes a data set that the Charades reader reads, whose videos show the rendered frames', async () => {
    const root = temporaryFolder();
    const seen: DataProgress[] = [];
    const prepared = await prepareMicroCharades({
      root,
      ffmpegPath: ffmpegPath(),
      ...tiny,
      onProgress: (progress) => seen.push(progress),
    });
    expect(prepared).toMatchObject({ rendered: 6, videos: 6 });
    expect(seen.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(seen.at(-1)).toEqual({ done: 6, total: 6, etaSeconds: 0 });

    const { classes, train, test: held } = await readCharades(root);
    expect(classes).toHaveLength(8);
    expect(train.map(({ id }) => id)).toEqual(['M0000', 'M0001', 'M0002', 'M0003']);
    expect(held.map(({ id }) => id)).toEqual(['M0004', 'M0005']);
    const truth = await readTruth(root);
    expect(truth?.get('M0005')).toEqual(sceneTruth(drawScene(11, 5)));

    expect(await probeVideo({ ffmpegPath: ffmpegPath(), path: videoPath(root, 'M0005') })).toEqual({
      codec: 'h264',
      width: 192,
      height: 192,
      fps: 8,
      durationSeconds: 3,
    });
    const raw = renderScene(drawScene(11, 5));
    let squares = 0;
    const frames = await decodeVideo({
      ffmpegPath: ffmpegPath(),
      path: videoPath(root, 'M0005'),
      fps: 8,
      onFrame: ({ rgb }, index) => {
        for (let k = 0; k < rgb.length; k++) squares += (rgb[k]! - raw[index * rgb.length + k]!) ** 2;
      },
    });
    expect(frames).toBe(24);
    expect(10 * Math.log10(255 ** 2 / (squares / raw.length))).toBeGreaterThan(33); // PSNR in dB
  });

  test('gives the same bytes wherever and in whatever order it runs', async () => {
    const [a, b] = [temporaryFolder(), temporaryFolder()];
    const first = await prepareMicroCharades({ root: a, ffmpegPath: ffmpegPath(), ...tiny });
    const second = await prepareMicroCharades({ root: b, ffmpegPath: ffmpegPath(), ...tiny, parallel: 1 });
    expect(second.fingerprint).toBe(first.fingerprint);
    for (const name of readdirSync(path.join(a, 'videos')))
      expect(sha256(path.join(b, 'videos', name))).toBe(sha256(path.join(a, 'videos', name)));
    const other = await prepareMicroCharades({
      root: temporaryFolder(),
      ffmpegPath: ffmpegPath(),
      ...tiny,
      dataSeed: 12,
    });
    expect(other.fingerprint).not.toBe(first.fingerprint);
  });

  test('never renders a video twice, renders what is missing or cut short, and grows', async () => {
    const root = temporaryFolder();
    const request = { root, ffmpegPath: ffmpegPath(), ...tiny };
    const first = await prepareMicroCharades(request);
    const times = readdirSync(path.join(root, 'videos')).map(
      (name) => statSync(path.join(root, 'videos', name)).mtimeMs,
    );
    expect(await prepareMicroCharades(request)).toEqual({ ...first, rendered: 0 });
    expect(
      readdirSync(path.join(root, 'videos')).map((name) => statSync(path.join(root, 'videos', name)).mtimeMs),
    ).toEqual(times);

    rmSync(videoPath(root, 'M0001'));
    truncateSync(videoPath(root, 'M0004'), 1000);
    expect(await prepareMicroCharades(request)).toEqual({ ...first, rendered: 2 });
    expect((await prepareMicroCharades({ ...request, testVideos: 3 })).rendered).toBe(1);
  });

  test('renders a video again whose bytes changed, and looks at all bytes once a week where size and time did not', async () => {
    const root = temporaryFolder();
    const request = { root, ffmpegPath: ffmpegPath(), ...tiny };
    const first = await prepareMicroCharades(request);
    const [touched, silent] = [videoPath(root, 'M0002'), videoPath(root, 'M0005')];
    const sound = [touched, silent].map(sha256);

    flipByte(touched);
    expect(await prepareMicroCharades(request)).toEqual({ ...first, rendered: 1 });

    const { atime, mtime } = statSync(silent);
    flipByte(silent);
    utimesSync(silent, atime, mtime); // as a disk that loses bits: the time stays
    const manifest = path.join(root, 'manifest.jsonl');
    const weekAgo = (_: string, at: string) => `"at":${Number(at) - 8 * 24 * 3600 * 1000}`;
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(/"at":(\d+)/g, weekAgo));
    expect(await prepareMicroCharades(request)).toEqual({ ...first, rendered: 1 });
    expect([touched, silent].map(sha256)).toEqual(sound);
    expect(await prepareMicroCharades(request)).toEqual({ ...first, rendered: 0 });
  });

  test('completes what was interrupted, keeping the finished videos', async () => {
    const root = temporaryFolder();
    const stop = new AbortController();
    const request = { root, ffmpegPath: ffmpegPath(), ...tiny, parallel: 1 };
    const interrupted = prepareMicroCharades({
      ...request,
      signal: stop.signal,
      onProgress: ({ done }) => done === 2 && stop.abort(new Error('enough')),
    });
    await expect(interrupted).rejects.toThrow('enough');
    appendFileSync(path.join(root, 'manifest.jsonl'), '{"id":"M0003","by'); // a line cut off by a power failure
    const kept = readdirSync(path.join(root, 'videos')).filter((name) => name.endsWith('.mp4')).length;
    expect(kept).toBeGreaterThanOrEqual(2);
    const completed = await prepareMicroCharades(request);
    expect(completed.rendered).toBeLessThanOrEqual(4);
    expect(completed.rendered).toBeGreaterThan(0);
    expect((await prepareMicroCharades(request)).rendered).toBe(0);
  });

  test('two processes that want the same folder make it once', async () => {
    const root = temporaryFolder();
    const request = { root, ffmpegPath: ffmpegPath(), trainVideos: 2, testVideos: 1, parallel: 1 };
    const both = await Promise.all([prepareMicroCharades(request), prepareMicroCharades(request)]);
    expect(both.map(({ rendered }) => rendered).sort()).toEqual([0, 3]);
    expect(readdirSync(root)).not.toContain('.lock');
  });

  test('refuses a folder that holds another data seed', async () => {
    const root = temporaryFolder();
    const request = { root, ffmpegPath: ffmpegPath(), trainVideos: 1, testVideos: 1 };
    await prepareMicroCharades(request);
    await expect(prepareMicroCharades({ ...request, dataSeed: 12 })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('says what to do where ffmpeg is missing', async () => {
    const request = { root: temporaryFolder(), ffmpegPath: '/nowhere/ffmpeg', trainVideos: 1, testVideos: 1 };
    await expect(prepareMicroCharades(request)).rejects.toMatchObject({
      code: 'ffmpeg_missing',
      message: expect.stringContaining('FOVEA_FFMPEG'),
    });
  });

  test('works as a command, from any folder', () => {
    const root = temporaryFolder();
    const tsx = path.join(repository, 'node_modules/.bin/tsx');
    const script = path.join(repository, 'scripts/prepareData.ts');
    const args = [
      '--tsconfig',
      path.join(repository, 'tsconfig.json'),
      script,
      '--root',
      root,
      '--train',
      '2',
      '--test',
      '1',
    ];
    const env = { ...process.env, FOVEA_FFMPEG: ffmpegPath() };
    const output = execFileSync(tsx, args, { cwd: temporaryFolder(), env, encoding: 'utf8' });
    expect(output).toMatch(/3 videos/);
    expect(readdirSync(path.join(root, 'videos')).sort()).toEqual(['M0000.mp4', 'M0001.mp4', 'M0002.mp4']);
  });
});
