import { beforeAll, describe, expect, it } from 'vitest';
import {
  type GoldenSaliency,
  golden,
  goldenClasses,
  goldenInput,
  goldenInputShape,
  goldenSpec,
  goldenState,
  goldenTarget,
} from '@/test/support/goldenMini';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { createFrozenNetwork, type FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createNetwork, type Network } from '@/workers/ml/models/network';
import { stateShapes } from '@/workers/ml/models/stateShapes';

const classes = goldenClasses;
const [, frames, height, width] = goldenInputShape;
const steps = golden.logits.length;
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));
const target = goldenTarget();

let network: Network;
let frozen: FrozenNetwork;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  network = createNetwork({ spec: goldenSpec, classes, seed: 1 });
  network.loadStateDict(goldenState());
  frozen = createFrozenNetwork({ spec: goldenSpec, classes, state: goldenState() });
});

/** Rows of the loss: T frames upsampled linearly with aligned corners, then the mean over time. Row r mixes steps by rows[r]. */
const rows = [
  ...Array.from({ length: frames }, (_, t) => {
    const position = (t * (steps - 1)) / (frames - 1);
    const low = Math.min(Math.floor(position), steps - 2);
    return Array.from({ length: steps }, (_, s) =>
      s === low ? 1 - (position - low) : s === low + 1 ? position - low : 0,
    );
  }),
  Array.from({ length: steps }, () => 1 / steps),
];
const label = (row: number, c: number) =>
  row < frames
    ? target[row * classes + c]!
    : Math.max(...Array.from({ length: frames }, (_, t) => target[t * classes + c]!));
const rowLogit = (a: ArrayLike<number>, row: number, c: number) =>
  rows[row]!.reduce((sum, weight, s) => sum + weight * a[s * classes + c]!, 0);

function crossEntropy(a: ArrayLike<number>, first: number, last: number): number {
  let sum = 0;
  for (let row = first; row < last; row++)
    for (let c = 0; c < classes; c++) {
      const p = sigmoid(rowLogit(a, row, c));
      sum -= label(row, c) ? Math.log(p) : Math.log(1 - p);
    }
  return sum / ((last - first) * classes);
}

function crossEntropyGradient(a: ArrayLike<number>): Float32Array {
  const gradient = new Float64Array(steps * classes);
  for (let row = 0; row <= frames; row++)
    for (let c = 0; c < classes; c++) {
      const d = (sigmoid(rowLogit(a, row, c)) - label(row, c)) / ((frames + 1) * classes);
      for (let s = 0; s < steps; s++) gradient[s * classes + c]! += d * rows[row]![s]!;
    }
  return Float32Array.from(gradient);
}

/** -sum q log q with q = softmax over classes of the sigmoids; d/dp_k = -q_k (log q_k + H), H the entropy of the step. */
function softmaxEntropy(a: ArrayLike<number>): { value: number; gradient: Float32Array } {
  const gradient = new Float32Array(steps * classes);
  let value = 0;
  for (let s = 0; s < steps; s++) {
    const p = Array.from({ length: classes }, (_, c) => sigmoid(a[s * classes + c]!));
    const total = p.reduce((sum, v) => sum + Math.exp(v), 0);
    const q = p.map((v) => Math.exp(v) / total);
    const entropy = -q.reduce((sum, v) => sum + v * Math.log(v), 0);
    value += entropy;
    q.forEach((v, c) => {
      gradient[s * classes + c] = -v * (Math.log(v) + entropy) * p[c]! * (1 - p[c]!);
    });
  }
  return { value, gradient };
}

const perLogit = (a: ArrayLike<number>, derivative: (p: number) => number) =>
  Float32Array.from({ length: a.length }, (_, i) => {
    const p = sigmoid(a[i]!);
    return derivative(p) * p * (1 - p);
  });
const total = (a: ArrayLike<number>, term: (p: number) => number) =>
  Array.from(a).reduce((sum, v) => sum + term(sigmoid(v)), 0);

const run = (forward: (x: ReturnType<typeof createTensor>) => ReturnType<typeof createTensor>) =>
  scope(() => readTensor(forward(createTensor(goldenInput(), goldenInputShape))));

describe.each([
  ['the network in evaluation mode', () => run((x) => network.forward(x, { training: false }))],
  ['the frozen network', () => run((x) => frozen.forward(x))],
] as const)('%s', (_, logitsOf) => {
  it('gives the logits of PyTorch', () => {
    const logits = logitsOf();
    for (const [i, wanted] of golden.logits.flat().entries()) expect(Math.abs(logits[i]! - wanted)).toBeLessThan(1e-6);
  });

  it('gives the losses and entropies of PyTorch', () => {
    const a = logitsOf();
    expect(crossEntropy(a, 0, frames + 1)).toBeCloseTo(golden.bce_concat_mean, 6);
    expect(crossEntropy(a, 0, frames)).toBeCloseTo(golden.bce_frame, 6);
    expect(crossEntropy(a, frames, frames + 1)).toBeCloseTo(golden.bce_video, 6);
    expect(softmaxEntropy(a).value).toBeCloseTo(golden.entropy_code, 5);
    expect(total(a, (p) => p * Math.log(p))).toBeCloseTo(golden.entropy_paper_sum_p_logp, 5);
    expect(total(a, (p) => p * Math.log(p) + (1 - p) * Math.log(1 - p))).toBeCloseTo(golden.entropy_bernoulli, 5);
  });
});

const objectives: [keyof typeof golden.sal, (a: Float32Array) => Float32Array][] = [
  ['ce', crossEntropyGradient],
  ['ent_code', (a) => softmaxEntropy(a).gradient],
  ['ent_paper', (a) => perLogit(a, (p) => 1 + Math.log(p))],
  ['ent_bern', (a) => perLogit(a, (p) => Math.log(p) - Math.log(1 - p))],
];

describe.each(objectives)('saliency of %s', (id, dLogitsOf) => {
  const wanted = golden.sal[id];

  it('from the frozen network is that of PyTorch', () => {
    const gradient = scope(() => {
      const x = createTensor(goldenInput(), goldenInputShape);
      const result = frozen.inputGradient(x, (logits, shape) => {
        expect(shape).toEqual([1, steps, classes]);
        return dLogitsOf(logits);
      });
      expect(result.gradient.shape).toEqual(goldenInputShape);
      return readTensor(result.gradient);
    });
    expectSaliency(gradient, wanted);
  });

  it('from the trainable network in evaluation mode is that of PyTorch', () => {
    const gradient = scope(() => {
      const logits = network.forward(createTensor(goldenInput(), goldenInputShape), { training: false });
      const dLogits = createTensor(dLogitsOf(readTensor(logits)), logits.shape);
      return readTensor(network.backward(dLogits, { weights: false, input: true }).input!);
    });
    expectSaliency(gradient, wanted);
  });
});

function expectSaliency(gradient: Float32Array, wanted: GoldenSaliency): void {
  const map = new Float64Array(height * width);
  for (let i = 0; i < gradient.length; i += 3) {
    const pixel = (i / 3) % map.length;
    map[pixel] = Math.max(map[pixel]!, Math.hypot(gradient[i]!, gradient[i + 1]!, gradient[i + 2]!));
  }
  const close = (value: number, reference: number) =>
    expect(Math.abs(value - reference) / Math.abs(reference)).toBeLessThan(2e-5);
  close(
    map.reduce((a, b) => a + b, 0),
    wanted.sum,
  );
  close(Math.max(...map), wanted.max);
  close(map[10 * width + 20]!, wanted['sal[10][20]']);
  close(map[40 * width + 33]!, wanted['sal[40][33]']);
  const at = ((5 * height + 10) * width + 20) * 3;
  for (const [c, value] of wanted['grad[0,5,10,20,:]'].entries()) close(gradient[at + c]!, value);
  const best = bestBox(map, 24);
  expect(best.corner).toEqual(wanted.box24);
  close(best.sum, wanted.box24_sum);
}

function bestBox(map: Float64Array, side: number) {
  let best = { corner: [-1, -1], sum: Number.NEGATIVE_INFINITY };
  for (let top = 0; top + side <= height; top++)
    for (let left = 0; left + side <= width; left++) {
      let sum = 0;
      for (let y = top; y < top + side; y++) for (let x = left; x < left + side; x++) sum += map[y * width + x]!;
      if (sum > best.sum) best = { corner: [top, left], sum };
    }
  return best;
}

it('the state dict has the names, order and shapes of PyTorch', () => {
  expect([...stateShapes(goldenSpec, classes)].map(([name, shape]) => [name, [...shape]])).toEqual(golden.names);
});

it('a state dict that was loaded comes back unchanged', () => {
  const state = goldenState();
  const back = network.stateDict();
  expect([...back.keys()]).toEqual([...state.keys()]);
  for (const [name, { shape, data }] of back) {
    expect(shape, name).toEqual(state.get(name)!.shape);
    expect(data, name).toEqual(state.get(name)!.data);
  }
});
