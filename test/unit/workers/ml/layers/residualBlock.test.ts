import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { beforeAll, expect, it } from 'vitest';
import { checkLayer } from '@/test/support/checkLayer';
import { randomArray } from '@/test/support/random';
import { loadOracle, type Oracle } from '@/test/support/tfjsOracle';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { createConvolutionUnit } from '@/workers/ml/layers/convolutionUnit';
import { createRelu } from '@/workers/ml/layers/relu';
import { createResidualBlock } from '@/workers/ml/layers/residualBlock';
import { createSequence } from '@/workers/ml/layers/sequence';
import type { Triple } from '@/workers/ml/layers/triple';

let oracle: Oracle;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  oracle = loadOracle();
});

type Part = { name: string; kernel: Triple; stride: Triple; inputs: number; outputs: number; relu: boolean };

const unit = (part: Part) =>
  createConvolutionUnit({
    geometry: part,
    weight: {
      name: `${part.name}.weight`,
      values: randomArray(part.inputs * part.outputs * elementCount(part.kernel), part.name.length, -0.5, 0.5),
    },
    norm: { name: `${part.name}.bn`, epsilon: 1e-3, momentum: 0.1 },
    relu: part.relu,
  });

const apply = (x: tfjs.Tensor, parameters: Record<string, tfjs.Tensor>, part: Part): tfjs.Tensor => {
  const convolved = oracle.convolution(x, parameters[`${part.name}.weight`]!, part.kernel, part.stride);
  const gamma = parameters[`${part.name}.bn.weight`]!;
  const normed = oracle.batchNorm(convolved, gamma, parameters[`${part.name}.bn.bias`]!, 1e-3);
  return part.relu ? normed.relu() : normed;
};

it('a basic block with the identity as shortcut equals the oracle and the difference quotients', () => {
  const a: Part = { name: 'a', kernel: [3, 1, 1], stride: [1, 1, 1], inputs: 4, outputs: 4, relu: true };
  const b: Part = { name: 'bb', kernel: [1, 3, 3], stride: [1, 1, 1], inputs: 4, outputs: 4, relu: false };
  checkLayer({
    oracle,
    layer: createResidualBlock([unit(a), unit(b)], null),
    inputShape: [2, 4, 4, 5, 4],
    tolerance: 2e-4,
    expected: (x, parameters) =>
      apply(apply(x, parameters, a), parameters, b)
        .add(x)
        .relu(),
  });
});

it('a bottleneck with strides and a convolution as shortcut equals the oracle and the difference quotients', () => {
  const a: Part = { name: 'a', kernel: [3, 1, 1], stride: [2, 1, 1], inputs: 3, outputs: 2, relu: true };
  const b: Part = { name: 'bb', kernel: [1, 3, 3], stride: [1, 2, 2], inputs: 2, outputs: 2, relu: true };
  const c: Part = { name: 'ccc', kernel: [1, 1, 1], stride: [1, 1, 1], inputs: 2, outputs: 6, relu: false };
  const shortcut: Part = { name: 'dddd', kernel: [1, 1, 1], stride: [2, 2, 2], inputs: 3, outputs: 6, relu: false };
  checkLayer({
    oracle,
    layer: createResidualBlock([unit(a), unit(b), unit(c)], unit(shortcut)),
    inputShape: [2, 5, 6, 7, 3],
    tolerance: 2e-4,
    expected: (x, parameters) => {
      const main = apply(apply(apply(x, parameters, a), parameters, b), parameters, c);
      return main.add(apply(x, parameters, shortcut)).relu();
    },
  });
});

it('a sequence of blocks and a ReLU equals the oracle and the difference quotients', () => {
  const a: Part = { name: 'a', kernel: [3, 1, 1], stride: [1, 1, 1], inputs: 3, outputs: 3, relu: false };
  const b: Part = { name: 'bb', kernel: [1, 3, 3], stride: [1, 1, 1], inputs: 3, outputs: 3, relu: false };
  checkLayer({
    oracle,
    layer: createSequence([unit(a), createRelu(), createResidualBlock([unit(b)], null), createRelu()]),
    inputShape: [1, 3, 4, 4, 3],
    tolerance: 2e-4,
    expected: (x, parameters) => {
      const first = apply(x, parameters, a).relu();
      return apply(first, parameters, b).add(first).relu();
    },
  });
});

it('ReLU equals the oracle, and its gradient at 0 is 0', () => {
  checkLayer({ oracle, layer: createRelu(), inputShape: [1, 2, 3, 3, 2], expected: (x) => x.relu() });
  scope(() => {
    const layer = createRelu();
    layer.forward(createTensor(Float32Array.of(-1, 0, 2), [1, 1, 1, 1, 3]), { training: true, keep: true });
    const dy = createTensor(Float32Array.of(5, 6, 7), [1, 1, 1, 1, 3]);
    expect([...readTensor(layer.backward(dy, { weights: false, input: true })!)]).toEqual([0, 0, 7]);
  });
});
