import { beforeAll, describe, expect, it } from 'vitest';
import { checkLayer } from '@/test/support/checkLayer';
import { randomArray } from '@/test/support/random';
import { loadOracle, type Oracle } from '@/test/support/tfjsOracle';
import { disposeConstants } from '@/workers/ml/engine/constants';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { chooseConvolution } from '@/workers/ml/layers/convolution/chooseConvolution';
import { createConvolutionUnit } from '@/workers/ml/layers/convolutionUnit';
import type { Triple } from '@/workers/ml/layers/triple';

let oracle: Oracle;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  oracle = loadOracle();
});

type Case = { kernel: Triple; stride: Triple; inputs: number; outputs: number; size: [number, number, number, number] };

const unit = (geometry: Case, options: { norm: boolean; relu: boolean }) =>
  createConvolutionUnit({
    geometry,
    weight: {
      name: 'conv.weight',
      values: randomArray(geometry.inputs * geometry.outputs * elementCount(geometry.kernel), 21, -0.5, 0.5),
    },
    norm: options.norm ? { name: 'bn', epsilon: 1e-3, momentum: 0.1 } : null,
    relu: options.relu,
  });

const cases: [string, Case][] = [
  ['1x3x3', { kernel: [1, 3, 3], stride: [1, 1, 1], inputs: 3, outputs: 4, size: [2, 2, 5, 6] }],
  ['1x3x3, stride 2, even', { kernel: [1, 3, 3], stride: [1, 2, 2], inputs: 3, outputs: 4, size: [2, 2, 6, 8] }],
  ['1x3x3, stride 2, odd', { kernel: [1, 3, 3], stride: [1, 2, 2], inputs: 3, outputs: 4, size: [1, 2, 5, 7] }],
  ['1x5x5 stem, stride 2', { kernel: [1, 5, 5], stride: [1, 2, 2], inputs: 3, outputs: 8, size: [2, 2, 8, 8] }],
  ['3x1x1', { kernel: [3, 1, 1], stride: [1, 1, 1], inputs: 3, outputs: 4, size: [2, 4, 3, 3] }],
  ['3x1x1, one frame', { kernel: [3, 1, 1], stride: [1, 1, 1], inputs: 3, outputs: 4, size: [2, 1, 3, 3] }],
  ['3x1x1, wide', { kernel: [3, 1, 1], stride: [1, 1, 1], inputs: 64, outputs: 3, size: [2, 4, 2, 2] }],
  ['3x1x1, wide, one frame', { kernel: [3, 1, 1], stride: [1, 1, 1], inputs: 64, outputs: 3, size: [2, 1, 2, 2] }],
  ['3x1x1, stride 2, even', { kernel: [3, 1, 1], stride: [2, 1, 1], inputs: 3, outputs: 4, size: [2, 6, 3, 2] }],
  ['3x1x1, stride 2, odd', { kernel: [3, 1, 1], stride: [2, 1, 1], inputs: 3, outputs: 4, size: [2, 5, 3, 2] }],
  ['1x1x1', { kernel: [1, 1, 1], stride: [1, 1, 1], inputs: 5, outputs: 4, size: [2, 3, 3, 2] }],
  ['1x1x1, stride 1x2x2', { kernel: [1, 1, 1], stride: [1, 2, 2], inputs: 5, outputs: 4, size: [2, 3, 5, 6] }],
  ['1x1x1, stride 2x2x2, even', { kernel: [1, 1, 1], stride: [2, 2, 2], inputs: 5, outputs: 4, size: [2, 4, 6, 4] }],
  ['1x1x1, stride 2x2x2, odd', { kernel: [1, 1, 1], stride: [2, 2, 2], inputs: 5, outputs: 4, size: [2, 5, 3, 5] }],
  ['3x3x3', { kernel: [3, 3, 3], stride: [1, 1, 1], inputs: 2, outputs: 3, size: [1, 3, 4, 4] }],
  ['5x7x7 stem, stride 2', { kernel: [5, 7, 7], stride: [2, 2, 2], inputs: 3, outputs: 2, size: [1, 5, 8, 9] }],
];

describe.each(cases)('convolution %s', (_, geometry) => {
  const inputShape = [...geometry.size, geometry.inputs];

  it('equals the oracle and the difference quotients', () => {
    checkLayer({
      oracle,
      layer: unit(geometry, { norm: false, relu: false }),
      inputShape,
      expected: (x, { 'conv.weight': weight }) => oracle.convolution(x, weight!, geometry.kernel, geometry.stride),
    });
  });

  it('with batch norm and ReLU equals the oracle and the difference quotients', () => {
    checkLayer({
      oracle,
      layer: unit(geometry, { norm: true, relu: true }),
      inputShape,
      tolerance: 1e-4,
      expected: (x, { 'conv.weight': weight, 'bn.weight': gamma, 'bn.bias': beta }) => {
        const convolved = oracle.convolution(x, weight!, geometry.kernel, geometry.stride);
        return oracle.batchNorm(convolved, gamma!, beta!, 1e-3).relu();
      },
    });
  });
});

it('in evaluation mode batch norm applies the running statistics as constants', () => {
  const [, geometry] = cases[0]!;
  const layer = unit(geometry, { norm: true, relu: true });
  const [mean, variance] = layer.state();
  const means = randomArray(4, 31);
  const variances = randomArray(4, 32, 0.5, 2);
  mean!.write(means);
  variance!.write(variances);
  layer.parameters()[1]!.write(randomArray(4, 33, 0.5, 1.5));
  layer.parameters()[2]!.write(randomArray(4, 34));
  checkLayer({
    oracle,
    layer,
    inputShape: [...geometry.size, geometry.inputs],
    mode: { training: false, keep: true },
    tolerance: 1e-4,
    expected: (x, { 'conv.weight': weight, 'bn.weight': gamma, 'bn.bias': beta }) => {
      const { tf } = oracle;
      const convolved = oracle.convolution(x, weight!, geometry.kernel, geometry.stride);
      const normed = convolved.sub(tf.tensor(means)).div(tf.tensor(variances).add(1e-3).sqrt());
      return normed.mul(gamma!).add(beta!).relu();
    },
  });
  expect(mean!.read()).toEqual(means);
  expect(variance!.read()).toEqual(variances);
});

it('adds up the weight gradients of several backward passes', () => {
  const [, geometry] = cases[0]!;
  const layer = unit(geometry, { norm: false, relu: false });
  const parameter = layer.parameters()[0]!;
  const shape = [...geometry.size, geometry.inputs];
  const gradientAfterPass = () =>
    scope(() => {
      const x = createTensor(randomArray(elementCount(shape), 1), shape);
      const y = layer.forward(x, { training: true, keep: true });
      layer.backward(createTensor(randomArray(elementCount(y.shape), 2), y.shape), { weights: true, input: false });
      return readTensor(parameter.gradient!);
    });
  const once = gradientAfterPass();
  expect(Math.max(...once.map(Math.abs))).toBeGreaterThan(1);
  expect(gradientAfterPass()).toEqual(once.map((value) => 2 * value));
});

it('refuses even kernels, whose symmetric padding changes the size', () => {
  expect(() => chooseConvolution({ kernel: [1, 2, 2], stride: [1, 1, 1], inputs: 1, outputs: 1 })).toThrow('not odd');
});

it('backward without a kept forward pass says so', () => {
  const layer = unit(cases[0]![1], { norm: true, relu: true });
  const dy = createTensor(new Float32Array(4), [1, 1, 1, 1, 4]);
  expect(() => layer.backward(dy, { weights: true, input: true })).toThrow('without a kept forward pass');
});

it('leaves no tensor behind when it is disposed', () => {
  for (const [, geometry] of cases) {
    disposeConstants();
    const before = liveTensors();
    const layer = unit(geometry, { norm: true, relu: true });
    const shape = [...geometry.size, geometry.inputs];
    scope(() => {
      const x = createTensor(randomArray(elementCount(shape), 1), shape);
      const y = layer.forward(x, { training: true, keep: true });
      layer.backward(createTensor(randomArray(elementCount(y.shape), 2), y.shape), { weights: true, input: true });
      layer.forward(x, { training: true, keep: true });
    });
    layer.dispose();
    disposeConstants();
    expect(liveTensors()).toBe(before);
  }
});
