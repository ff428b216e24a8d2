import { beforeAll, describe, expect, it } from 'vitest';
import { checkLayer } from '@/test/support/checkLayer';
import { randomArray } from '@/test/support/random';
import { loadOracle, type Oracle } from '@/test/support/tfjsOracle';
import { disposeConstants } from '@/workers/ml/engine/constants';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor } from '@/workers/ml/engine/transfer';
import { createBiasRelu } from '@/workers/ml/layers/biasRelu';
import { createFrozenUnit } from '@/workers/ml/layers/frozenUnit';
import type { Layer } from '@/workers/ml/layers/layer';
import type { Triple } from '@/workers/ml/layers/triple';

let oracle: Oracle;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  oracle = loadOracle();
});

/** `checkLayer` asks for weight gradients too; a frozen layer has none to give. */
const inputOnly = (layer: Layer): Layer => ({
  ...layer,
  backward: (dy, want) => layer.backward(dy, { ...want, weights: false }),
});

const cases: [string, Triple, Triple, number, number[]][] = [
  ['1x3x3', [1, 3, 3], [1, 1, 1], 6, [2, 2, 5, 6]],
  ['1x3x3, stride 2, many inputs', [1, 3, 3], [1, 2, 2], 6, [2, 2, 6, 5]],
  ['1x5x5 stem, even (sub-pixel)', [1, 5, 5], [1, 2, 2], 3, [2, 3, 8, 10]],
  ['1x5x5 stem, odd (sub-pixel)', [1, 5, 5], [1, 2, 2], 3, [2, 2, 7, 9]],
  ['1x7x7 stem (sub-pixel)', [1, 7, 7], [1, 2, 2], 3, [1, 2, 8, 9]],
  ['1x3x3, stride 3 (sub-pixel)', [1, 3, 3], [1, 3, 3], 2, [1, 2, 7, 8]],
  ['5x7x7 stem, even (sub-pixel)', [5, 7, 7], [2, 2, 2], 3, [1, 6, 8, 8]],
  ['5x7x7 stem, odd (sub-pixel)', [5, 7, 7], [2, 2, 2], 3, [1, 5, 7, 9]],
  ['3x3x3, stride 1x2x2 (sub-pixel)', [3, 3, 3], [1, 2, 2], 3, [2, 3, 6, 5]],
  ['3x1x1', [3, 1, 1], [1, 1, 1], 6, [2, 4, 3, 3]],
  ['3x1x1, stride 2', [3, 1, 1], [2, 1, 1], 6, [2, 5, 3, 3]],
  ['1x1x1, stride 2', [1, 1, 1], [2, 2, 2], 6, [2, 5, 4, 3]],
];

describe.each(cases)('frozen convolution %s', (_, kernel, stride, inputs, size) => {
  const outputs = 5;
  const weight = randomArray(outputs * inputs * elementCount(kernel), 3, -0.5, 0.5);
  const bias = randomArray(outputs, 4);

  it('equals the oracle and the difference quotients', () => {
    checkLayer({
      oracle,
      layer: inputOnly(
        createFrozenUnit({ geometry: { kernel, stride, inputs, outputs }, weight: weight.slice(), bias, relu: true }),
      ),
      inputShape: [...size, inputs],
      expected: (x) => {
        const filter = oracle.tf.tensor(weight, [outputs, inputs, ...kernel]);
        return oracle.convolution(x, filter, kernel, stride).add(oracle.tf.tensor(bias)).relu();
      },
    });
  });

  it('leaves no tensor behind', () => {
    disposeConstants();
    const before = liveTensors();
    const layer = createFrozenUnit({ geometry: { kernel, stride, inputs, outputs }, weight, bias, relu: true });
    const shape = [...size, inputs];
    scope(() => {
      const x = createTensor(randomArray(elementCount(shape), 5), shape);
      const y = layer.forward(x, { training: false, keep: true });
      layer.backward(createTensor(randomArray(elementCount(y.shape), 6), y.shape), { weights: false, input: true });
      layer.forward(x, { training: false, keep: true });
    });
    layer.dispose();
    disposeConstants();
    expect(liveTensors()).toBe(before);
  });
});

it('bias and ReLU after a pool equal the oracle', () => {
  const bias = randomArray(3, 8);
  checkLayer({
    oracle,
    layer: createBiasRelu(bias.slice()),
    inputShape: [2, 2, 3, 3, 3],
    expected: (x) => x.add(oracle.tf.tensor(bias)).relu(),
  });
});

it('a frozen convolution refuses to give a weight gradient', () => {
  const geometry = { kernel: [1, 1, 1], stride: [1, 1, 1], inputs: 1, outputs: 1 } as const;
  const layer = createFrozenUnit({ geometry, weight: Float32Array.of(1), bias: null, relu: false });
  scope(() => {
    const x = createTensor(Float32Array.of(1), [1, 1, 1, 1, 1]);
    layer.forward(x, { training: false, keep: true });
    expect(() => layer.backward(x, { weights: true, input: true })).toThrow('no weight gradient');
  });
});
