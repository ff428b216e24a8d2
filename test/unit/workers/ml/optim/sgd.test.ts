import { beforeAll, expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { tinyClasses, tinyInput, tinyShape, tinySpec, tinyStep } from '@/test/support/tinyBackbone';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor } from '@/workers/ml/engine/transfer';
import { Parameter } from '@/workers/ml/layers/parameter';
import { createNetwork } from '@/workers/ml/models/network';
import { createSgd } from '@/workers/ml/optim/sgd';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu' }));

const weightShape = [4, 3, 1, 2, 2];
const weight = (decay: boolean) =>
  new Parameter({
    name: decay ? 'conv.weight' : 'plain.weight',
    shape: weightShape,
    opShape: [2, 2, 3, 4],
    decay,
    values: randomArray(48, 1),
  });

it.each([true, false])('follows v = m v + g, w -= lr v with weight decay: %s', (decay) => {
  const parameter = weight(decay);
  const sgd = createSgd({ parameters: [parameter], momentum: 0.9, weightDecay: 0.01 });
  const w = Float64Array.from(parameter.read());
  const v = new Float64Array(48);
  for (const [step, learningRate] of [0.2, 0.2, 0.02, 0.5].entries()) {
    const gradient = randomArray(48, 10 + step);
    scope(() => parameter.addGradient(createTensor(parameter.fromTorch(gradient), [2, 2, 3, 4])));
    sgd.step(learningRate);
    for (let i = 0; i < 48; i++) {
      v[i] = 0.9 * v[i]! + gradient[i]! + (decay ? 0.01 * w[i]! : 0);
      w[i]! -= learningRate * v[i]!;
    }
    const got = parameter.read();
    const velocity = sgd.exportState().get(parameter.name)!;
    expect(velocity.shape).toEqual(weightShape);
    for (let i = 0; i < 48; i++) {
      expect(got[i]).toBeCloseTo(w[i]!, 5);
      expect(velocity.data[i]).toBeCloseTo(v[i]!, 5);
    }
  }
  expect(parameter.gradient).toBeUndefined();
});

it('leaves parameters without a gradient alone, momentum included', () => {
  const [moving, resting] = [weight(true), weight(false)];
  const sgd = createSgd({ parameters: [moving, resting], momentum: 0.9, weightDecay: 0.01 });
  const before = resting.read();
  scope(() => moving.addGradient(createTensor(randomArray(48, 2), [2, 2, 3, 4])));
  sgd.step(0.1);
  expect(resting.read()).toEqual(before);
  expect(new Set(sgd.exportState().get('plain.weight')!.data)).toEqual(new Set([0]));
  expect(moving.read()).not.toEqual(before);
});

it('only convolution and classifier weights decay', () => {
  const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed: 1 });
  for (const { name, shape, decay } of network.parameters()) expect(decay, name).toBe(shape.length === 5);
  network.dispose();
});

it('a run resumed from state dict and velocities goes on with the same bits as the uninterrupted one', () => {
  const create = (seed: number) => {
    const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed });
    return { network, sgd: createSgd({ parameters: network.parameters(), momentum: 0.9, weightDecay: 1e-4 }) };
  };
  const whole = create(1);
  for (let step = 0; step < 3; step++) tinyStep(whole.network, whole.sgd, step);
  const saved = { model: whole.network.stateDict(), velocities: whole.sgd.exportState() };
  const resumed = create(2);
  resumed.network.loadStateDict(saved.model);
  resumed.sgd.importState(saved.velocities);
  for (let step = 3; step < 6; step++) {
    expect(tinyStep(resumed.network, resumed.sgd, step)).toBe(tinyStep(whole.network, whole.sgd, step));
  }
  expect(resumed.network.stateDict()).toEqual(whole.network.stateDict());
  expect(resumed.sgd.exportState()).toEqual(whole.sgd.exportState());
});

it('updates during the backward pass have the bits of updates after it, and leave no gradient', () => {
  const create = () => {
    const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed: 1 });
    return { network, sgd: createSgd({ parameters: network.parameters(), momentum: 0.9, weightDecay: 1e-2 }) };
  };
  const [after, during] = [create(), create()];
  const pass = ({ network }: typeof after, seed: number) =>
    scope(() => {
      const logits = network.forward(createTensor(tinyInput(seed), tinyShape), { training: true, dropoutSeed: seed });
      const gradient = createTensor(randomArray(elementCount(logits.shape), seed), logits.shape);
      network.backward(gradient, { weights: true, input: false });
    });
  for (const step of [0, 1, 2]) {
    pass(after, 2 * step);
    pass(after, 2 * step + 1);
    after.sgd.step(0.05);
    pass(during, 2 * step);
    during.sgd.stepDuring(0.05, () => pass(during, 2 * step + 1));
    for (const parameter of during.network.parameters()) expect(parameter.gradient).toBeUndefined();
  }
  expect(during.network.stateDict()).toEqual(after.network.stateDict());
  expect(during.sgd.exportState()).toEqual(after.sgd.exportState());
  const still = during.network.stateDict();
  pass(during, 9);
  expect(during.network.parameters()[0]!.read()).toEqual([...still.values()][0]!.data);
});

it('velocities that do not fit are refused', () => {
  const parameter = weight(true);
  const sgd = createSgd({ parameters: [parameter], momentum: 0.9, weightDecay: 0 });
  expect(() => sgd.importState(new Map())).toThrow(
    expect.objectContaining({ code: 'checkpoint_invalid', message: expect.stringContaining('missing: conv.weight') }),
  );
});

it('leaves no tensor behind when it is disposed', () => {
  const parameter = weight(true);
  const before = liveTensors();
  createSgd({ parameters: [parameter], momentum: 0.9, weightDecay: 0 }).dispose();
  expect(liveTensors()).toBe(before);
});
