import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { createMemoryHost, lossCurve } from '@/test/support/memoryHost';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { extractedFrame } from '@/workers/ml/data/scan/scanFrameFolder';
import type { VideoDataset, VideoItem } from '@/workers/ml/data/videoItem';
import { executeRun } from '@/workers/ml/run/executeRun';
import { isCached } from '@/workers/ml/run/openFrames';
import { openRunData } from '@/workers/ml/run/runData';
import type { RunPaths } from '@/workers/ml/run/runHost';

let folder: string;
let paths: RunPaths;
let dataset: VideoDataset;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fovea-open-frames-'));
  paths = await prepareTinyDataset(folder);
  dataset = await readCharades(paths.datasetRoot);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The data set with every item changed. */
function changed(change: (item: VideoItem, k: number) => VideoItem): () => Promise<VideoDataset> {
  return async () => ({ ...dataset, train: dataset.train.map(change), test: dataset.test.map(change) });
}

/** Longer in the annotations than the decoded cache may grow. */
const long = (item: VideoItem): VideoItem => ({ ...item, lengthSeconds: 1e6 });

describe('where the frames of a run come from', () => {
  const config = { backbone: 'micro_i3d', clip: backbones.micro_i3d.clip } as const;
  const cached = (items: VideoItem[], backbone: keyof typeof backbones = 'micro_i3d') =>
    isCached({ items, config: { ...config, backbone }, paths });

  it('is the decoded cache for small videos and a backbone that resizes to whole levels, decoding on demand otherwise', async () => {
    expect(await cached(dataset.train)).toBe(true);
    expect(await cached(dataset.train, 'resnet50_i3d')).toBe(false);
    expect(await cached(dataset.train.map(long))).toBe(false);
    expect(await cached([...dataset.test, { ...dataset.test[0]!, kind: 'frames' }])).toBe(false);
  });

  it('makes no difference to a run: the same curve and weights to the bit', async () => {
    const fromCache = createMemoryHost({ paths });
    await executeRun(tinyBaseConfig, fromCache);
    const onDemand = { ...createMemoryHost({ paths }), loadDataset: changed(long) };
    await executeRun(tinyBaseConfig, onDemand);
    expect(onDemand.logs.join()).toContain('Decoded 22 videos');
    expect(lossCurve(onDemand)).toEqual(lossCurve(fromCache));
    const [mine, theirs] = [fromCache, onDemand].map((host) => Buffer.from(host.checkpoints.at(-1)!.bytes));
    expect(mine!.equals(theirs!)).toBe(true);
    expect(onDemand.results.map(({ summary }) => summary)).toEqual(fromCache.results.map(({ summary }) => summary));
  });
});

describe('videos that the import found unusable', () => {
  it('are skipped in training with a warning, and kept apart in the test split', async () => {
    const host = createMemoryHost({ paths });
    const loadDataset = changed((item, k) => ({
      ...item,
      state: k === 1 ? 'missing' : k === 2 ? 'undecodable' : 'ok',
    }));
    const data = await openRunData(tinyBaseConfig, { ...host, loadDataset });
    const without = (items: VideoItem[]) => items.filter((_, k) => k !== 1 && k !== 2).map(({ id }) => id);
    expect(data.train.map(({ id }) => id)).toEqual(without(dataset.train));
    expect(data.test.map(({ id }) => id)).toEqual(without(dataset.test));
    expect(data.unusableTest.map(({ id }) => id)).toEqual(dataset.test.slice(1, 3).map(({ id }) => id));
    expect(data.testIds).toEqual(dataset.test.map(({ id }) => id));
    expect(host.logs.join('\n')).toMatch(/2 of 16 training videos are skipped: 1 missing, 1 undecodable/);
    expect(host.logs.join('\n')).toMatch(/2 of 6 test videos are not evaluated/);
    await data.source.close();
  });

  it('leave too few for a batch: the run says so', async () => {
    const loadDataset = changed((item) => ({ ...item, state: 'missing' }));
    const host = { ...createMemoryHost({ paths }), loadDataset };
    await expect(openRunData(tinyBaseConfig, host)).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it('a video that has gone since the import is named', async () => {
    const gone = path.join(folder, 'gone.mp4');
    const loadDataset = changed((item, k) => long(k === 3 ? { ...item, path: gone } : item));
    const host = { ...createMemoryHost({ paths }), loadDataset };
    await expect(openRunData(tinyBaseConfig, host)).rejects.toMatchObject({
      code: 'video_missing',
      message: expect.stringContaining(gone),
    });
  });
});

describe('extracted frames', () => {
  it('train and evaluate like videos', async () => {
    const root = path.join(folder, 'rgb');
    for (const { id, path: file } of [...dataset.train, ...dataset.test]) {
      mkdirSync(path.join(root, id), { recursive: true });
      const whole = runFfmpegTool(['-i', file, '-r', '24', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1']);
      const bytes = 192 * 192 * 3;
      for (let k = 0; k < whole.length / bytes; k += 1)
        await sharp(whole.subarray(k * bytes, (k + 1) * bytes), { raw: { height: 192, width: 192, channels: 3 } })
          .jpeg({ quality: 90 })
          .toFile(extractedFrame(path.join(root, id), k));
    }
    const loadDataset = changed((item) => ({ ...item, kind: 'frames', path: path.join(root, item.id) }));
    const host = { ...createMemoryHost({ paths }), loadDataset };
    await executeRun(tinyBaseConfig, host);
    const videos = createMemoryHost({ paths });
    await executeRun(tinyBaseConfig, videos);
    const [ofFrames, ofVideos] = [lossCurve(host), lossCurve(videos)];
    expect(ofFrames).toHaveLength(8);
    expect(ofFrames).not.toEqual(ofVideos); // JPEG changes pixels a little,
    ofFrames.forEach((loss, k) => {
      expect(Math.abs(loss - ofVideos[k]!)).toBeLessThan(0.02 * ofVideos[k]!); // and the loss a little
    });
  });
});
