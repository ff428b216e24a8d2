import { cpSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
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

describe('videos that were sound when they were imported and are no longer', () => {
  /** A copy of the data set, to be spoilt. */
  async function spoilt(spoil: (path: string, id: string) => void, ids: string[]): Promise<RunPaths> {
    const copy = await mkdtemp(path.join(folder, 'spoilt-'));
    cpSync(paths.datasetRoot, copy, { recursive: true });
    for (const item of [...dataset.train, ...dataset.test])
      if (ids.includes(item.id)) spoil(path.join(copy, path.relative(paths.datasetRoot, item.path)), item.id);
    return { ...paths, datasetRoot: copy, cacheRoot: path.join(copy, 'cache') };
  }
  const halve = (file: string) => truncateSync(file, statSync(file).size >> 1);

  it.each(['decoded once', 'on demand'])('are left out, counted and told: %s', async (way) => {
    const [train, test] = [dataset.train[3]!, dataset.test[1]!];
    const after = await spoilt((file, id) => (id === train.id ? rmSync(file) : halve(file)), [train.id, test.id]);
    const host = createMemoryHost({ paths: after });
    const loadDataset = async () => {
      const read = await readCharades(after.datasetRoot);
      return way === 'decoded once' ? read : { ...read, train: read.train.map(long), test: read.test.map(long) };
    };
    await executeRun(tinyBaseConfig, { ...host, loadDataset });
    expect(host.leftOut).toEqual([
      expect.stringContaining('2 of 22 videos could not be read and are left out'),
      expect.stringMatching(new RegExp(`^${train.id} \\(training\\): .*missing`)),
      expect.stringMatching(new RegExp(`^${test.id} \\(test\\): .*cut short`)),
    ]);
    const [result] = host.results;
    expect(result!.unreadable).toBe(1);
    expect(result!.videos.map(({ scores }) => scores.length > 0)).toEqual(dataset.test.map(({ id }) => id !== test.id));
    const whole = createMemoryHost({ paths });
    await executeRun({ ...tinyBaseConfig, recipe: { ...tinyBaseConfig.recipe, epochs: 1 } }, whole);
    expect(lossCurve(host)).toHaveLength(4 * lossCurve(whole).length); // no step is lost
  });

  it('are left out when the damage comes while the run is at work', async () => {
    const { id } = dataset.test[2]!;
    const after = await spoilt(() => undefined, []);
    const file = path.join(after.datasetRoot, path.relative(paths.datasetRoot, dataset.test[2]!.path));
    const loadDataset = async () => {
      const read = await readCharades(after.datasetRoot);
      return { ...read, train: read.train.map(long), test: read.test.map(long) };
    };
    const host = createMemoryHost({ paths: after });
    const saveCheckpoint: typeof host.saveCheckpoint = async (checkpoint) => {
      if (checkpoint.final) writeFileSync(file, 'no longer a video');
      await host.saveCheckpoint(checkpoint);
    };
    const loadCheckpoint = async () => host.checkpoints.at(-1)?.bytes ?? null;
    await executeRun(tinyBaseConfig, { ...host, loadDataset, saveCheckpoint, loadCheckpoint });
    expect(host.logs.join('\n')).toContain(`Video ${id} can no longer be read`);
    expect(host.leftOut).toHaveLength(2);
    expect(host.results[0]!.unreadable).toBe(1);
    expect(host.checkpoints.filter(({ final }) => final)).toHaveLength(1); // it was not trained again
  });

  it('are too many when they are more than a tenth and more than two: the run fails and says what to look for', async () => {
    const gone = dataset.train.slice(0, 3).map(({ id }) => id);
    const host = createMemoryHost({ paths: await spoilt((file) => rmSync(file), gone) });
    await expect(executeRun(tinyBaseConfig, host)).rejects.toMatchObject({
      code: 'video_undecodable',
      message: expect.stringMatching(/3 of 16 training videos can no longer be read: is their disk away/),
    });
  });
});
