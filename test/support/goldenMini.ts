import { readFileSync } from 'node:fs';
import type { BackboneSpec } from '@/workers/ml/models/backboneSpec';
import { bottleneckStages } from '@/workers/ml/models/bottleneckStages';
import { resnet50I3d } from '@/workers/ml/models/resnet50I3d';
import type { StateDict } from '@/workers/ml/models/stateDict';

export type GoldenSaliency = {
  sum: number;
  max: number;
  'sal[10][20]': number;
  'sal[40][33]': number;
  box24: [number, number];
  box24_sum: number;
  'grad[0,5,10,20,:]': [number, number, number];
};
export type GoldenMini = {
  names: [string, number[]][];
  logits: number[][];
  bce_concat_mean: number;
  bce_video: number;
  bce_frame: number;
  entropy_code: number;
  entropy_paper_sum_p_logp: number;
  entropy_bernoulli: number;
  sal: Record<'ce' | 'ent_code' | 'ent_paper' | 'ent_bern', GoldenSaliency>;
};

/** Results of PyTorch in float64 for a narrow network of the paper's topology; weights, input and target are closed forms. */
export const golden: GoldenMini = JSON.parse(
  readFileSync(new URL('../fixtures/golden_mini.json', import.meta.url), 'utf8'),
);

export const goldenSpec: BackboneSpec = {
  ...resnet50I3d,
  name: 'golden mini',
  stem: { ...resnet50I3d.stem, channels: 4 },
  stages: bottleneckStages([
    { width: 4, blocks: 1, stride: 1 },
    { width: 4, blocks: 2, stride: 2 },
    { width: 8, blocks: 1, stride: 2 },
    { width: 8, blocks: 1, stride: 2 },
  ]),
  head: { kernel: [2, 2, 2], dropout: 0 },
};
export const goldenClasses = 5;
export const goldenInputShape = [1, 32, 64, 64, 3] as const;

export function goldenState(): StateDict {
  return new Map(
    golden.names.map(([name, shape], li) => {
      const [, inputs = 0, ...kernel] = shape;
      const fan = kernel.reduce((a, b) => a * b, inputs);
      const value = goldenValue(name, li, fan);
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i));
      return [name, { shape, data }];
    }),
  );
}

function goldenValue(name: string, li: number, fan: number): (i: number) => number {
  const norm = name.includes('bn') || name.includes('downsample.1');
  if (name.endsWith('running_var')) return (i) => 1 + 0.2 * Math.cos(0.9 * i + 0.3 * li);
  if (name.endsWith('running_mean')) return (i) => 0.05 * Math.sin(0.8 * i + 0.2 * li);
  if (norm && name.endsWith('weight')) return (i) => 1 + 0.1 * Math.sin(0.5 * i + 0.1 * li);
  if (norm) return (i) => 0.1 * Math.cos(0.4 * i + 0.1 * li);
  if (name === 'fc.bias') return (i) => 0.1 * Math.sin(i);
  return (i) => (2 / Math.sqrt(fan)) * Math.sin(1.7 * i + 0.61 * li);
}

export function goldenInput(): Float32Array {
  const [, frames, height, width] = goldenInputShape;
  const x = new Float32Array(frames * height * width * 3);
  let at = 0;
  for (let t = 0; t < frames; t++)
    for (let h = 0; h < height; h++)
      for (let w = 0; w < width; w++)
        for (let c = 0; c < 3; c++) {
          x[at++] = Math.sin(0.13 * t + 0.31 * h + 0.17 * w + 0.9 * c) + 0.5 * Math.cos((0.05 * h * w) / 7 + 0.2 * t);
        }
  return x;
}

/** (T, classes) */
export function goldenTarget(): Float32Array {
  const target = new Float32Array(32 * goldenClasses);
  for (let t = 4; t < 20; t++) target[t * goldenClasses + 1] = 1;
  for (let t = 10; t < 30; t++) target[t * goldenClasses + 3] = 1;
  return target;
}
