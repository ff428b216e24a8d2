import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { resnet50I3d } from '@/workers/ml/models/resnet50I3d';
import type { StateDict } from '@/workers/ml/models/stateDict';
import { stateShapes } from '@/workers/ml/models/stateShapes';

type Entry = { flat_index: number[]; after: number[]; gradient?: number[]; gradient_l2?: number };
export type GoldenMap = {
  objective: number;
  box_top_left: [number, number];
  box_sum: number;
  whole_sum: number;
  max: number;
  'positions_within_1e-4_of_max_sum': [number, number][];
  map_png?: string;
};
type GoldenClip = {
  logits: number[][];
  L_video: number;
  L_frame: number;
  sum: number;
  row_mean: number;
  saliency: Record<string, GoldenMap>;
};
type GoldenStep = {
  logits_sample: [row: number, column: number, value: number][];
  L_video: number;
  L_frame: number;
  entries: Record<string, Entry>;
};

/** Results of PyVideoResearch's own ResNet50-I3D in float64 (157 classes); weights, clips and targets are closed forms. */
export const goldenI3d: {
  T16: GoldenClip;
  T40: GoldenClip;
  train: { steps: [GoldenStep, GoldenStep] };
  train_frozen_bn: { row_mean: number; entries: Record<string, Entry> };
} = JSON.parse(readFileSync(new URL('../fixtures/i3d/expected.json', import.meta.url), 'utf8'));

export const i3dClasses = 157;
export const i3dSide = 224;

/** Integer hash of the fixture: 32 bits. */
function hash32(i: number, stream: number): number {
  let x = (Math.imul(i, 0x9e3779b1) + Math.imul(stream, 0x85ebca77) + 0x27d4eb2f) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
  return (x ^ (x >>> 16)) >>> 0;
}

/** In [-1, 1). */
const signed = (i: number, stream: number) => 2 * ((hash32(i, stream) >>> 8) / 2 ** 24) - 1;

/** How the value of a weight follows from its signed random number. */
function weightRule(name: string, shape: readonly number[]): (v: number) => number {
  if (name === 'fc.weight') return (v) => v * 0.12;
  if (name === 'fc.bias') return (v) => v * 0.7 - 1.5;
  if (shape.length === 5) {
    const scale = Math.sqrt(6 / shape.slice(1).reduce((a, b) => a * b, 1));
    return (v) => v * scale;
  }
  if (name.endsWith('.bias')) return (v) => 0.2 * v;
  return name.includes('.bn3.') ? (v) => 0.35 + 0.15 * v : (v) => 1 + 0.25 * v;
}

export function goldenI3dState(): StateDict {
  const file = readFileSync(new URL('../fixtures/i3d/bn_stats.f32', import.meta.url));
  const statistics = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
  let at = 0;
  return new Map(
    [...stateShapes(resnet50I3d, i3dClasses)].map(([name, shape], index) => {
      const count = shape.reduce((a, b) => a * b, 1);
      if (name.includes('.running_')) {
        at += count;
        return [name, { shape, data: statistics.slice(at - count, at) }];
      }
      const rule = weightRule(name, shape);
      return [name, { shape, data: Float32Array.from({ length: count }, (_, i) => rule(signed(i, index + 1))) }];
    }),
  );
}

/** Triangle wave between 0 and p with period 2 p. */
function triangle(a: number, p: number): number {
  const phase = ((a % (2 * p)) + 2 * p) % (2 * p);
  return phase < p ? phase : 2 * p - phase;
}

const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

/** Normalised clip (frames, 224, 224, 3). */
export function goldenI3dClip(frames: number, seed = 0): Float32Array {
  const clip = new Float32Array(frames * i3dSide * i3dSide * 3);
  let i = 0;
  for (let t = 0; t < frames; t++)
    for (let y = 0; y < i3dSide; y++)
      for (let x = 0; x < i3dSide; x++)
        for (let c = 0; c < 3; c++, i++) {
          const near = (y - (60 + 3 * t + 11 * seed)) ** 2 + (x - (150 - 2 * t)) ** 2;
          const blob = Math.floor((Math.max(0, 1600 - near) * (3 - c)) / 32);
          const waves = triangle(y + 2 * t + 17 * c + 5 * seed, 60) + triangle(2 * x + y - 3 * t + 29 * c, 50);
          const level = Math.min(255, Math.max(0, 40 + waves + blob + (hash32(i, 1000 + seed) >>> 27)));
          clip[i] = (level / 255 - mean[c]!) / deviation[c]!;
        }
  return clip;
}

/** Frame labels (frames, 157). */
export function goldenI3dTarget(frames: number, seed = 0): Float32Array {
  const labels = new Float32Array(frames * i3dClasses);
  for (let k = 0; k < 6; k++) {
    const h = hash32(k, 2000 + seed);
    const first = (h >>> 8) % frames;
    const end = Math.min(frames, first + 1 + ((h >>> 16) % frames));
    for (let t = first; t < end; t++) labels[t * i3dClasses + (h % i3dClasses)] = 1;
  }
  return labels;
}

/** A saliency map of the fixture (224 x 224), as a share of its maximum. */
export async function goldenI3dMap(file: string): Promise<Float64Array> {
  const path = new URL(`../fixtures/i3d/${file}`, import.meta.url).pathname;
  const { data } = await sharp(path)
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const levels = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  return Float64Array.from(levels, (level) => level / 65_535);
}
