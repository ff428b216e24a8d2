import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreVideos } from '@/domain/averagePrecision';
import { galleryOrder } from '@/domain/galleryOrder';
import { defaultMethod } from '@/domain/method';
import { trainingAxesOf } from '@/domain/planRuns';
import type { RunConfig } from '@/domain/runConfig';
import { createMemoryHost, lossCurve, type MemoryHost } from '@/test/support/memoryHost';
import { prepareTinyDataset, tinyBaseConfig } from '@/test/support/tinyDataset';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { frameLabels, videoLabels } from '@/workers/ml/data/labels';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunPaths } from '@/workers/ml/run/runHost';

/** 26 clips fill a batch: every video is a group of its own. */
const protocol = { ...tinyBaseConfig.protocol, clips: 26 };
const variant = 'attention_e_e';
const config: RunConfig = {
  ...tinyBaseConfig,
  protocol,
  recipe: { ...tinyBaseConfig.recipe, epochs: 1 },
  training: trainingAxesOf({ variant, fusion: 'temporal_concat' }, defaultMethod),
  evaluations: [{ variant, objective: 'entropy' }],
};
const mapBytes = 26 * 56 * 56;

let folder: string;
let paths: RunPaths;
let base: Uint8Array;
let whole: MemoryHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-long-'));
  paths = await prepareTinyDataset(folder);
  const host = createMemoryHost({ paths });
  await executeRun({ ...tinyBaseConfig, recipe: { ...tinyBaseConfig.recipe, epochs: 1 } }, host);
  base = host.checkpoints.at(-1)!.bytes;
  whole = createMemoryHost({ paths, base });
  await executeRun(config, whole);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A new process of the same run: what was stored is there. */
function nextAttempt(before: MemoryHost, stopWhen?: (host: MemoryHost) => 'no' | 'preempt'): MemoryHost {
  const host = createMemoryHost({ paths, base, resumeFrom: whole.checkpoints.at(-1)!.bytes, stopWhen });
  host.kept = new Map([...before.kept].map(([key, videos]) => [key, [...videos]]));
  host.results.push(...before.results);
  host.strips.push(...before.strips);
  return host;
}
const evaluated = (host: MemoryHost) => host.said.filter(({ phase }) => phase === 'evaluating');
const sizeOf = (host: MemoryHost, videoId: string) =>
  host.strips
    .filter((strip) => strip.videoId === videoId)
    .reduce((sum, { original, resized }) => sum + original.length + resized.length, 0);

describe('an evaluation that is stopped', () => {
  it('has kept the videos that were finished, goes on with the others, and ends with the same bits', async () => {
    const afterTwo = (host: MemoryHost) => ((evaluated(host).at(-1)?.count?.done ?? 0) >= 2 ? 'preempt' : 'no');
    const first = nextAttempt(createMemoryHost({ paths }), afterTwo);
    await expect(executeRun(config, first)).rejects.toThrow('preempt');
    expect(first.kept.get(variant)).toHaveLength(1); // the second was stopped before it was put together
    const second = nextAttempt(first, (host) => ((evaluated(host).at(-1)?.count?.done ?? 0) >= 5 ? 'preempt' : 'no'));
    await expect(executeRun(config, second)).rejects.toThrow('preempt');
    expect(second.kept.get(variant)).toHaveLength(4);
    const last = nextAttempt(second);
    await executeRun(config, last);
    expect(lossCurve(last)).toEqual([]);
    expect(last.results).toEqual(whole.results);
    expect(last.mapsOf(variant)).toEqual(whole.mapsOf(variant));
    expect(evaluated(last).map(({ count }) => count?.done)).toEqual([4, 5, 6]);
    expect(evaluated(last).at(-1)?.count).toEqual({ done: 6, total: 6, perSecond: expect.any(Number) });
  });

  it('does not trust what was kept of a video whose place in the split has changed', async () => {
    const first = nextAttempt(createMemoryHost({ paths }));
    const kept = whole.kept.get(variant)!;
    first.kept.set(variant, [{ ...kept[0]!, position: 1, scores: new Float32Array(8) }]);
    await executeRun(config, first);
    expect(first.results).toEqual(whole.results);
  });
});

describe('the disk budget of the gallery', () => {
  const first = galleryOrder(6);

  it('holds everything of a small data set', () => {
    expect(new Set(whole.strips.map(({ videoId }) => videoId)).size).toBe(6);
    expect(whole.mapsOf(variant)).toHaveLength(6 * mapBytes);
    expect(whole.strips.every(({ columns, resizedMime }) => columns === 0 && resizedMime === 'image/png')).toBe(true);
  });

  it('is kept to the byte: maps and frames of the videos first in an order that does not know scores', async () => {
    const ids = whole.results[0]!.videos.map(({ id }) => id);
    const costs = first.map((index) => mapBytes + sizeOf(whole, ids[index]!));
    const galleryMiB = Math.ceil((costs[0]! + costs[1]!) / 2 ** 20);
    const budget = galleryMiB * 2 ** 20;
    let fits = 0;
    for (let sum = 0; sum + costs[fits]! <= budget; fits++) sum += costs[fits]!;
    expect(fits).toBeGreaterThanOrEqual(2);
    expect(fits).toBeLessThan(6);
    const host = nextAttempt(createMemoryHost({ paths }));
    await executeRun({ ...config, galleryMiB }, host);
    const kept = first.slice(0, fits).map((index) => ids[index]!);
    expect(new Set(host.strips.map(({ videoId }) => videoId))).toEqual(new Set(kept));
    const withMaps = host.kept.get(variant)!.filter(({ maps }) => maps !== null);
    expect(withMaps.map(({ id }) => id).sort()).toEqual([...kept].sort());
    expect(host.results).toEqual(whole.results); // scores and boxes of all videos
    expect(host.logs.join('\n')).toContain(`maps and frames of ${fits} of 6 videos`);
  });

  it('of nothing keeps boxes and scores, and what is asked for is made afterwards', async () => {
    const none = nextAttempt(createMemoryHost({ paths }));
    await executeRun({ ...config, galleryMiB: 0 }, none);
    expect([none.strips, none.mapsOf(variant)]).toEqual([[], null]);
    expect(none.results).toEqual(whole.results);
    const { id, position } = whole.results[0]!.videos[3]!;
    const asked = nextAttempt(none);
    asked.requests = [{ videoId: id, variants: [variant] }];
    await executeRun({ ...config, galleryMiB: 0 }, asked);
    const data = whole.mapsOf(variant)!.slice(position * mapBytes, (position + 1) * mapBytes);
    expect(asked.fulfilled).toEqual([{ videoId: id, maps: [{ variant, data }] }]);
    expect(asked.strips).toEqual(whole.strips.filter(({ videoId }) => videoId === id));
    expect(asked.results).toHaveLength(1);
    expect(asked.requests).toEqual([]);
  });
});

describe('a test video that cannot be read', () => {
  it('keeps its place with an empty row, ranks last and is counted', async () => {
    const { test, train, classes } = await readCharades(paths.datasetRoot);
    const labelled = test.findIndex(({ actions }) => actions.length > 0);
    const host = nextAttempt(createMemoryHost({ paths }));
    host.loadDataset = async () => ({
      ...{ train, classes },
      test: test.map((item, index) => (index === labelled ? { ...item, state: 'undecodable' as const } : item)),
    });
    await executeRun(config, host);
    const [result] = host.results;
    expect(result!.videos.map(({ id }) => id)).toEqual(test.map(({ id }) => id));
    const row = result!.videos[labelled]!;
    expect([row.scores.length, row.clipScores.length, row.boxes, row.hits]).toEqual([0, 0, null, null]);
    expect(result!.unreadable).toBe(1);
    const lowest = result!.videos.map(({ scores }) => (scores.length > 0 ? scores : new Float32Array(8).fill(-1)));
    const labels = test.map((item) => videoLabels(item, classes.length));
    expect(result!.summary).toEqual(scoreVideos(lowest, labels, classes.length));
    expect(host.kept.get(variant)!.map(({ id }) => id)).toEqual(test.map(({ id }) => id));
    expect(host.logs.join('\n')).toContain('1 videos could not be read and rank last');
  });
});

describe('the sampled labels of a video', () => {
  it('are the classes that happen in a frame of its clips, and have a score of their own', async () => {
    const { test, classes } = await readCharades(paths.datasetRoot);
    const [result] = whole.results;
    const labels = test.map((item) => {
      // 26 clips of 8 frames cover the 24 frames of a video.
      const times = Array.from({ length: 24 }, (_, frame) => frame / 8);
      const all = frameLabels({ item, times, classes: classes.length });
      return Array.from({ length: classes.length }, (_, c) =>
        Math.max(...times.map((_, t) => all[t * classes.length + c]!)),
      );
    });
    const scores = result!.videos.map((video) => video.scores);
    expect(result!.sampledMap).toBe(scoreVideos(scores, labels, classes.length).mAP);
    expect(result!.videos.map(({ sampledClasses }) => sampledClasses)).toEqual(
      labels.map((row) => row.flatMap((label, index) => (label > 0 ? [index] : []))),
    );
  });
});
