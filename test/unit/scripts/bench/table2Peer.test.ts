import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, type TestContext } from 'vitest';
import { scoreVideos } from '@/domain/averagePrecision';
import { backbones } from '@/domain/backbones';
import { planRuns } from '@/domain/planRuns';
import { mulberry32 } from '@/domain/random';
import { recipePresets } from '@/domain/recipePresets';
import { runPeer } from '@/scripts/bench/table2/runPeer';
import type { PeerJob } from '@/scripts/bench/table2/table2Job';
import { jobSpec } from '@/scripts/bench/table2/wholeJob';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { frameLabels } from '@/workers/ml/data/labels';
import { learningRate } from '@/workers/ml/train/learningRate';
import { boxToSource } from '@/workers/ml/views/boxToSource';
import type { ViewTransform } from '@/workers/ml/views/viewTransform';

const oracle = fileURLToPath(new URL('../../../support/table2Oracle.py', import.meta.url));
const python = process.env.FOVEA_TEST_TORCH ?? process.env.FOVEA_BENCH_PYTHON ?? 'python3';
const without = `${python} has no PyTorch; name one that has in FOVEA_TEST_TORCH`;
const ask = (args: string[], input = '') =>
  execFileSync(python, [oracle, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });

function version(): string | null {
  try {
    return ask(['version']).trim();
  } catch {
    return null;
  }
}
const found = version();
const needsTorch = ({ skip }: TestContext) => skip(found === null, without);

const [source, small, frames] = [192, 64, 10];
const random = mulberry32(5);
const bytes = (count: number) => Uint8Array.from({ length: count }, () => random() * 256);
const actions = [
  { class: 2, start: 0.1, end: 0.7 },
  { class: 5, start: 0, end: 9 },
];

type Video = { original: Uint8Array; resized: Uint8Array };

/** Decoded videos of noise: 16 to train on, 4 to test on. */
function noiseJob(folder: string): { job: PeerJob; videos: Video[] } {
  mkdirSync(folder, { recursive: true });
  const videos = Array.from({ length: 20 }, () => ({
    original: bytes(frames * source * source * 3),
    resized: bytes(frames * small * small * 3),
  }));
  const entries = videos.map((video, k) => {
    const files = { original: path.join(folder, `${k}.rgb`), resized: path.join(folder, `${k}.small.rgb`) };
    writeFileSync(files.original, video.original);
    writeFileSync(files.resized, video.resized);
    return { ...files, actions: k % 2 === 0 ? actions : actions.slice(0, 1) };
  });
  const { clip, normalisation } = backbones.micro_i3d;
  const { base, ablation } = recipePresets.micro;
  const spec = jobSpec(true);
  const job: PeerJob = {
    ...{ folder, seed: 0, classes: 8, frames: clip.frames, fps: clip.fps, side: clip.side, boxSide: clip.boxSide },
    ...{ testClips: 3, mean: normalisation.mean, std: normalisation.std, videoFrames: frames },
    ...{ original: [source, source], resized: [small, small], batchSize: 8, baseSteps: 4 },
    base: { ...base, epochs: 1, warmupSteps: 1 },
    ablation: { ...ablation, epochs: 1, warmupSteps: 1 },
    rows: planRuns(spec).map(({ key, config }) => ({ key, ...config.training, evaluations: config.evaluations })),
    ...{ train: entries.slice(0, 16), test: entries.slice(16) },
  };
  return { job, videos };
}

/** Bilinear with half-pixel centres and clamped edges, from the definition; `at(y, x, c)` is defined on size x size. */
function bilinear(size: number, side: number, at: (y: number, x: number, c: number) => number): number[] {
  const taps = (o: number) => {
    const position = ((o + 0.5) * size) / side - 0.5;
    const low = Math.floor(position);
    const clamp = (k: number) => Math.min(size - 1, Math.max(0, k));
    return { low: clamp(low), high: clamp(low + 1), share: position - low };
  };
  const out: number[] = [];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let c = 0; c < 3; c++) {
        const [v, h] = [taps(y), taps(x)];
        const top = at(v.low, h.low, c) * (1 - h.share) + at(v.low, h.high, c) * h.share;
        const bottom = at(v.high, h.low, c) * (1 - h.share) + at(v.high, h.high, c) * h.share;
        out.push(top * (1 - v.share) + bottom * v.share);
      }
  return out;
}

describe('the PyTorch script of the whole job', () => {
  it('sees the clips, boxes, labels, scores and learning rates that the product sees', (context) => {
    needsTorch(context);
    const { job, videos } = noiseJob(temporaryFolder());
    const clips = [
      [3, 1, 5, 2, 0],
      [6, 2, 8, 1, 1],
    ] as const;
    const corners = [
      [7, 20],
      [24, 3],
    ] as const;
    const scores = Array.from({ length: 12 }, () => Array.from({ length: 4 }, () => Math.round(random() * 5) / 5));
    const truth = scores.map((_, k) =>
      Array.from({ length: 4 }, (_, c) => Number((k * 7 + c * 3) % 4 === 0 && k !== 4)),
    );
    const request = { job, clips, corners, scores, truth };
    const answer = JSON.parse(ask(['ask'], JSON.stringify(request))) as Record<string, string> & {
      labels: number[][][];
      mAP: number;
      rates: number[];
    };
    const values = (name: string) => new Float32Array(Uint8Array.from(Buffer.from(answer[name] ?? '', 'hex')).buffer);
    const { side, boxSide } = job;
    const count = job.frames * side * side * 3;
    const normal = (value: number) => (value - 120) / 60;
    clips.forEach(([video, first, top, left, flip], k) => {
      const { original, resized } = videos[video]!;
      const pixel = (t: number, y: number, x: number, c: number) =>
        resized[((first + t) * small + top + y) * small * 3 + (left + (flip ? side - 1 - x : x)) * 3 + c]!;
      const [by, bx] = corners[k]!;
      const size = { height: source, width: source };
      const offset = { top, left };
      const view: ViewTransform = {
        ...{ source: size, resized: { height: small, width: small }, offset, side, flip: flip === 1 },
      };
      const box = boxToSource(view, { top: by, left: bx }, boxSide);
      const wide = (t: number, y: number, x: number, c: number) =>
        original[
          ((first + t) * source + box.top + y) * source * 3 + (box.left + (flip ? box.width - 1 - x : x)) * 3 + c
        ]!;
      for (const t of [0, 7]) {
        const at = k * count + t * side * side * 3;
        const own = (name: string) => [...values(name).subarray(at, at + side * side * 3)];
        const near = (name: string, expected: number[]) =>
          expect(Math.max(...own(name).map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(2e-5);
        near(
          'focused',
          bilinear(box.width, side, (y, x, c) => normal(wide(t, y, x, c))),
        );
        near(
          'upscaled',
          bilinear(boxSide, side, (y, x, c) => normal(pixel(t, by + y, bx + x, c))),
        );
        near(
          'views',
          Array.from({ length: side * side * 3 }, (_, i) =>
            normal(pixel(t, Math.floor(i / 3 / side), Math.floor(i / 3) % side, i % 3)),
          ),
        );
      }
      const times = Array.from({ length: job.frames }, (_, t) => (first + t) / job.fps);
      const labels = frameLabels({ item: { actions: job.train[video]!.actions }, times, classes: 8 });
      expect(answer.labels[k]!.flat()).toEqual([...labels]);
    });
    expect(answer.mAP).toBeCloseTo(scoreVideos(scores, truth, 4).mAP, 12);
    const recipe = { ...recipePresets.micro.base, epochs: 1, warmupSteps: 1 };
    expect(answer.rates).toEqual(Array.from({ length: 100 }, (_, step) => learningRate(recipe, step, 100)));
  });

  it('scores every cell, and the same whether the rows share what the base says or each asks it', async (context) => {
    needsTorch(context);
    const { job } = noiseJob(temporaryFolder());
    const form = { form: 'channels_last', threads: 1 } as const;
    const arrangement = { base: { ...form, processes: 1 as const }, rows: { ...form, processes: 2 } };
    const shares: number[] = [];
    const [shared, alone] = [
      await runPeer({ python, job, arrangement, share: true }, (share) => shares.push(share)),
      await runPeer({ python, job, arrangement, share: false }, () => undefined),
    ];
    const sorted = ({ scores }: typeof shared) =>
      scores.map(({ variant, fusion, mAP }) => `${variant} ${fusion} ${mAP}`).sort();
    expect(sorted(shared)).toHaveLength(17);
    expect(sorted(shared)).toEqual(sorted(alone));
    expect(shares.at(-1)).toBe(1);
    expect(shared.baseSeconds).toBeLessThan(shared.seconds);
    expect(shared.cpuSeconds).toBeGreaterThan(0);
  });

  it('ends with its last words where it fails', async (context) => {
    needsTorch(context);
    const { job } = noiseJob(temporaryFolder());
    const broken = { ...job, train: job.train.map((video) => ({ ...video, original: '/nowhere.rgb' })) };
    const form = { form: 'channels_last', threads: 1, processes: 1 } as const;
    const request = { python, job: broken, arrangement: { base: form, rows: form }, share: true };
    await expect(runPeer(request, () => undefined)).rejects.toThrow(/table2_peer\.py ended with 1: .*nowhere/s);
  });
});
