import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkLayer } from '@/test/support/checkLayer';
import { loadOracle, type Oracle } from '@/test/support/tfjsOracle';
import { tinyClasses, tinyInput, tinyShape, tinySpec, tinyStep } from '@/test/support/tinyBackbone';
import { disposeConstants } from '@/workers/ml/engine/constants';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { dropoutMask } from '@/workers/ml/layers/dropoutMask';
import { stateless } from '@/workers/ml/layers/layer';
import type { Triple } from '@/workers/ml/layers/triple';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { freeze } from '@/workers/ml/models/frozenNetwork';
import { microI3d } from '@/workers/ml/models/microI3d';
import { createNetwork } from '@/workers/ml/models/network';
import { resnet50I3d } from '@/workers/ml/models/resnet50I3d';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import { createSgd } from '@/workers/ml/optim/sgd';

let oracle: Oracle;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  oracle = loadOracle();
});

const tiny = (seed = 3) => createNetwork({ spec: tinySpec, classes: tinyClasses, seed });
const sgdOf = (network: ReturnType<typeof tiny>) =>
  createSgd({ parameters: network.parameters(), momentum: 0.9, weightDecay: 1e-4 });

const bytesOf = (data: Float32Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe('the family', () => {
  it('has 61,784 parameters as Micro-I3D with 8 classes', () => {
    const network = createNetwork({ spec: microI3d, classes: 8, seed: 1 });
    expect(network.parameters().reduce((sum, parameter) => sum + parameter.size, 0)).toBe(61_784);
    network.dispose();
  });

  it('has 32,526,301 parameters in 161 arrays and 53,120 running statistics as ResNet50-I3D with 157 classes', () => {
    const sizes = [...stateShapes(resnet50I3d, 157)].map(
      ([name, shape]) => [name, shape.reduce((a, b) => a * b, 1)] as const,
    );
    const running = sizes.filter(([name]) => name.includes('.running_'));
    const parameters = sizes.filter(([name]) => !name.includes('.running_'));
    expect(parameters).toHaveLength(161);
    expect(parameters.reduce((sum, [, size]) => sum + size, 0)).toBe(32_526_301);
    expect(running.reduce((sum, [, size]) => sum + size, 0)).toBe(53_120);
    expect(stateShapes(resnet50I3d, 157).get('layer4.0.downsample.0.weight')).toEqual([2048, 1024, 1, 1, 1]);
  });

  it.each(Object.entries(backboneSpecs))('%s survives state dict, freezing and an input gradient', (_, spec) => {
    const network = createNetwork({ spec, classes: 4, seed: 2 });
    const copy = createNetwork({ spec, classes: 4, seed: 9 });
    copy.loadStateDict(network.stateDict());
    const own = network.stateDict();
    const made = createNetwork({ spec, classes: 4, state: own });
    for (const copied of [copy.stateDict(), made.stateDict()]) {
      expect([...copied.keys()]).toEqual([...own.keys()]);
      const differing = [...own].filter(([name, { data }]) =>
        Buffer.compare(bytesOf(data), bytesOf(copied.get(name)!.data)),
      );
      expect(differing).toEqual([]);
    }
    const frozen = freeze(copy);
    for (const part of [network, copy, made, frozen]) part.dispose();
  });

  it.each([
    [8, 4],
    [16, 8],
  ])('Micro-I3D makes of %i frames logits at %i time steps', (frames, steps) => {
    const network = createNetwork({ spec: microI3d, classes: 8, seed: 1 });
    const frozen = freeze(network);
    scope(() => {
      const x = createTensor(new Float32Array(frames * 56 * 56 * 3).fill(0.3), [1, frames, 56, 56, 3]);
      expect(network.forward(x, { training: false, keep: false }).shape).toEqual([1, steps, 8]);
      const { gradient } = frozen.inputGradient(x, (logits) => logits.map(() => 1));
      expect(gradient.shape).toEqual(x.shape);
    });
    network.dispose();
    frozen.dispose();
  });
});

it('a training pass of the whole network equals the oracle and the difference quotients', () => {
  const network = tiny();
  const dropoutSeed = 5;
  const mask = dropoutMask(2 * 2 * 64, 0.3, dropoutSeed);
  type Parameters = Record<string, tfjs.Tensor>;
  const unit = (x: tfjs.Tensor, p: Parameters, [convolution, norm]: [string, string], kernel: Triple, stride: Triple) =>
    oracle.batchNorm(
      oracle.convolution(x, p[`${convolution}.weight`]!, kernel, stride),
      p[`${norm}.weight`]!,
      p[`${norm}.bias`]!,
      1e-5,
    );
  const block = (x: tfjs.Tensor, p: Parameters, prefix: string, [st, sh, sw]: Triple, projected: boolean) => {
    const a = unit(x, p, [`${prefix}.conv1`, `${prefix}.bn1`], [3, 1, 1], [st, 1, 1]).relu();
    const b = unit(a, p, [`${prefix}.conv2`, `${prefix}.bn2`], [1, 3, 3], [1, sh, sw]);
    const names: [string, string] = [`${prefix}.downsample.0`, `${prefix}.downsample.1`];
    return b.add(projected ? unit(x, p, names, [1, 1, 1], [st, sh, sw]) : x).relu();
  };
  checkLayer({
    oracle,
    layer: {
      ...stateless,
      forward: (x, mode) => network.forward(x, mode),
      backward: (dy, want) => network.backward(dy, want).input,
      parameters: () => network.parameters(),
      release: () => undefined,
    },
    inputShape: [...tinyShape],
    mode: { training: true, keep: true, dropoutSeed },
    tolerance: 1e-3,
    differenceTolerance: 0.1,
    expected: (x, p) => {
      const stem = unit(x, p, ['conv1', 'bn1'], [1, 5, 5], [1, 2, 2]).relu();
      const pooled = oracle.maxPool(stem, [1, 3, 3], [1, 2, 2]); // after the ReLU, as the specification says
      const one = block(pooled, p, 'layer1.0', [1, 1, 1], false);
      const two = block(one, p, 'layer2.0', [2, 2, 2], true);
      const three = block(two, p, 'layer3.0', [1, 1, 1], true);
      const features = three.mean([2, 3]).mul(oracle.tf.tensor(mask, [2, 2, 64]));
      const weight = p['fc.weight']!.reshape([tinyClasses, 64]) as tfjs.Tensor2D;
      const rows = features.reshape([4, 64]) as tfjs.Tensor2D;
      return oracle.tf.matMul(rows, weight, false, true).add(p['fc.bias']!).reshape([2, 2, tinyClasses]);
    },
  });
  network.dispose();
});

describe('training', () => {
  it('twice from the same seed gives the same losses and the same weights, to the bit', () => {
    const train = () => {
      const network = tiny();
      const sgd = sgdOf(network);
      const losses = Array.from({ length: 6 }, (_, step) => tinyStep(network, sgd, step));
      const state = network.stateDict();
      sgd.dispose();
      network.dispose();
      return { losses, state };
    };
    const first = train();
    expect(first.losses[5]).toBeLessThan(first.losses[0]!);
    expect(train()).toEqual(first);
  });

  it('keeps the number of handles flat over 50 steps, and leaves none behind', () => {
    disposeConstants();
    const before = liveTensors();
    const network = tiny();
    const sgd = sgdOf(network);
    tinyStep(network, sgd, 0);
    const afterOne = liveTensors();
    for (let step = 1; step < 50; step++) {
      tinyStep(network, sgd, step);
      expect(liveTensors()).toBe(afterOne);
    }
    sgd.dispose();
    network.dispose();
    disposeConstants();
    expect(liveTensors()).toBe(before);
  });

  it('after errors in either pass has the handles and the weights of before, and goes on as if nothing had been', () => {
    const undisturbed = tiny();
    const network = tiny();
    const sgds = [sgdOf(undisturbed), sgdOf(network)];
    tinyStep(undisturbed, sgds[0]!, 0);
    tinyStep(network, sgds[1]!, 0);
    const failures = [
      () => network.forward(createTensor(tinyInput(), [2, 4, 16, 48]), { training: true, dropoutSeed: 1 }),
      () => network.forward(createTensor(tinyInput(), [4, 4, 8, 16, 3]), { training: true, dropoutSeed: 1 }),
      () => network.forward(createTensor(tinyInput(), tinyShape), { training: true }),
      () => {
        network.forward(createTensor(tinyInput(), tinyShape), { training: false });
        network.backward(createTensor(new Float32Array(5), [1, 1, 5]), { weights: true, input: true });
      },
    ];
    const fail = (failure: () => void) => expect(() => scope(failure)).toThrow();
    failures.forEach(fail); // constants of the failing shapes are made here
    const before = liveTensors();
    failures.forEach(fail);
    expect(liveTensors()).toBe(before);
    expect(network.parameters().every((parameter) => parameter.gradient === undefined)).toBe(true);
    expect(network.stateDict()).toEqual(undisturbed.stateDict());
    expect(tinyStep(network, sgds[1]!, 1)).toBe(tinyStep(undisturbed, sgds[0]!, 1));
    for (const part of [...sgds, network, undisturbed]) part.dispose();
  });

  it('goes on as if nothing had been after an error of the caller between passes', () => {
    const undisturbed = tiny();
    const network = tiny();
    const sgds = [sgdOf(undisturbed), sgdOf(network)];
    const disturb = () =>
      scope(() => {
        const logits = network.forward(createTensor(tinyInput(), tinyShape), { training: false });
        network.backward(createTensor(new Float32Array(12), logits.shape), { weights: true, input: false });
        network.forward(createTensor(tinyInput(), tinyShape), { training: false });
        throw new Error('on purpose');
      });
    tinyStep(undisturbed, sgds[0]!, 0);
    tinyStep(network, sgds[1]!, 0);
    expect(disturb).toThrow('on purpose');
    for (const parameter of network.parameters()) parameter.clearGradient();
    const before = liveTensors();
    expect(disturb).toThrow('on purpose');
    for (const parameter of network.parameters()) parameter.clearGradient();
    expect(liveTensors()).toBe(before);
    expect(tinyStep(network, sgds[1]!, 1)).toBe(tinyStep(undisturbed, sgds[0]!, 1));
    expect(() =>
      scope(() => {
        network.forward(createTensor(tinyInput(), tinyShape), { training: true, dropoutSeed: 1 });
        throw new Error('on purpose');
      }),
    ).toThrow('on purpose');
    expect([...network.stateDict().values()].every(({ data }) => data.every(Number.isFinite))).toBe(true);
    for (const part of [...sgds, network, undisturbed]) part.dispose();
  });

  it('a forward pass that keeps nothing leaves only its logits', () => {
    const network = tiny();
    const evaluate = () =>
      scope(() => network.forward(createTensor(tinyInput(), tinyShape), { training: false, keep: false }));
    scope(evaluate);
    const before = liveTensors();
    scope(() => {
      evaluate();
      expect(liveTensors()).toBe(before + 1);
    });
    expect(() =>
      network.backward(createTensor(new Float32Array(12), [2, 2, 3]), { weights: true, input: false }),
    ).toThrow('without a kept forward pass');
    network.dispose();
  });

  it('a dropout rate given instead of the spec’s is used', () => {
    const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed: 3, dropout: 0 });
    const logits = (dropoutSeed?: number) =>
      scope(() =>
        readTensor(network.forward(createTensor(tinyInput(), tinyShape), { training: true, keep: false, dropoutSeed })),
      );
    expect(logits(1)).toEqual(logits());
    network.dispose();
  });
});

it('a state dict that does not fit is refused with the names that matter', () => {
  const network = tiny();
  const good = network.stateDict();
  const load = (change: (state: typeof good) => void) => () => {
    const state = new Map(good);
    change(state);
    network.loadStateDict(state);
  };
  const refused = (message: RegExp) =>
    expect.objectContaining({ code: 'checkpoint_invalid', message: expect.stringMatching(message) });
  expect(load((state) => state.delete('layer2.0.bn1.running_var'))).toThrow(
    refused(/missing: layer2\.0\.bn1\.running_var$/),
  );
  expect(load((state) => state.set('extra', { shape: [1], data: new Float32Array(1) }))).toThrow(
    refused(/unknown: extra$/),
  );
  expect(load((state) => state.set('fc.bias', { shape: [4], data: new Float32Array(4) }))).toThrow(
    refused(/fc\.bias \[4\] instead of \[3\]/),
  );
  expect(load((state) => state.set('bn1.num_batches_tracked', { shape: [], data: new Float32Array(1) }))).not.toThrow();
  expect(network.stateDict()).toEqual(good);
  network.dispose();
});
