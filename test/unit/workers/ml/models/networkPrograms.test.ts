import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { randomArray } from '@/test/support/random';
import { tinyClasses, tinyInput, tinyShape, tinySpec } from '@/test/support/tinyBackbone';
import { forgetPrograms } from '@/workers/ml/engine/programs/program';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { binding, startEngine } from '@/workers/ml/engine/startEngine';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { freeze } from '@/workers/ml/models/frozenNetwork';
import { createNetwork, type Network } from '@/workers/ml/models/network';
import type { StateDict } from '@/workers/ml/models/stateDict';
import { createSgd, type Sgd } from '@/workers/ml/optim/sgd';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu', opsAtOnce: 2 }));
beforeEach(forgetPrograms);

/** One step of `parts` parts on made-up gradients at the logits. @returns all logits */
function step(
  network: Network,
  sgd: Sgd,
  { at, parts, frozenNorms }: { at: number; parts: number; frozenNorms: boolean },
) {
  const seen: number[] = [];
  for (let part = 0; part < parts; part++) {
    scope(() => {
      const x = createTensor(tinyInput(10 * at + part), tinyShape);
      const logits = network.forward(x, { training: true, frozenNorms, dropoutSeed: 10 * at + part });
      seen.push(...readTensor(logits));
      const gradient = createTensor(randomArray(elementCount(logits.shape), 10 * at + part), logits.shape);
      const backward = () => void network.backward(gradient, { weights: true, input: false });
      if (part + 1 < parts) backward();
      else sgd.stepDuring(0.05, backward);
    });
  }
  return seen;
}

const bytesOf = (state: StateDict) =>
  [...state].map(([name, { data }]) => [name, Buffer.from(data.buffer).toString('base64')]);

/** @param opByOp programs are forgotten before every step, so that every op runs by itself */
function train(mode: { parts: number; frozenNorms: boolean }, opByOp: boolean) {
  const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed: 1 });
  const sgd = createSgd({ parameters: network.parameters(), momentum: 0.9, weightDecay: 0.01 });
  const logits = [0, 1, 2, 3].map((at) => {
    if (opByOp) forgetPrograms();
    return step(network, sgd, { at, ...mode });
  });
  const end = { logits, weights: bytesOf(network.stateDict()), velocities: bytesOf(sgd.exportState()) };
  sgd.dispose();
  network.dispose();
  return end;
}

describe.each([
  ['in one part', { parts: 1, frozenNorms: false }],
  ['in three parts', { parts: 3, frozenNorms: false }],
  ['with frozen norms', { parts: 1, frozenNorms: true }],
])('training steps %s', (_, mode) => {
  it('end with the same bits whether their passes run op by op or as programs', () => {
    const opByOp = train(mode, true);
    forgetPrograms();
    expect(train(mode, false)).toEqual(opByOp);
  });

  it('leave no tensor behind', () => {
    train(mode, false);
    const before = liveTensors();
    train(mode, false);
    expect(liveTensors()).toBe(before);
  });
});

it('another network of the same kind takes over the programs, with its own weights', () => {
  const mode = { at: 3, parts: 1, frozenNorms: false };
  const logits = [1, 2].map((seed) => {
    const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed });
    const sgd = createSgd({ parameters: network.parameters(), momentum: 0.9, weightDecay: 0 });
    const steps = [step(network, sgd, mode), step(network, sgd, mode), step(network, sgd, mode)];
    forgetPrograms();
    const plain = createNetwork({ spec: tinySpec, classes: tinyClasses, seed });
    const plainSgd = createSgd({ parameters: plain.parameters(), momentum: 0.9, weightDecay: 0 });
    expect(step(plain, plainSgd, mode)).toEqual(steps[0]);
    return steps;
  });
  expect(logits[0]).not.toEqual(logits[1]);
});

it('evaluation and saliency have the same bits as programs, also for two networks that take them over from each other', () => {
  const networks = [1, 2].map((seed) => {
    const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed });
    const frozen = freeze(network);
    network.dispose();
    return frozen;
  });
  /** Logits, logits again with the gradient at x and with that at the last stage, of both networks for two clips. */
  const answers = (opByOp: boolean) =>
    [3, 4].flatMap((seed) =>
      networks.map((network) =>
        scope(() => {
          if (opByOp) forgetPrograms();
          const x = createTensor(tinyInput(seed), tinyShape);
          const alone = readTensor(network.forward(x));
          const dLogitsOf = (values: Float32Array) => values.map(Math.tanh);
          const { logits, gradient } = network.inputGradient(x, dLogitsOf);
          const stage = network.stageGradient(x, dLogitsOf);
          const all = [logits, gradient, stage.logits, stage.activations, stage.gradient].map((y) => readTensor(y));
          return [alone, ...all].map((values) => Buffer.from(values.buffer).toString('hex'));
        }),
      ),
    );
  const opByOp = answers(true);
  forgetPrograms();
  expect(answers(false)).toEqual(opByOp);
  expect(answers(false)).toEqual(opByOp);
  expect(new Set(opByOp.map(([logits]) => logits)).size).toBe(4);
  for (const network of networks) network.dispose();
});

it('a pass that fails as a program leaves nothing behind for the next one', () => {
  const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed: 1 });
  const forward = (dropoutSeed?: number) =>
    scope(() => {
      const x = createTensor(tinyInput(1), tinyShape);
      const mode = { training: true, frozenNorms: true, dropoutSeed, keep: false };
      return [...readTensor(network.forward(x, mode))];
    });
  const gradient = (fails: boolean) =>
    scope(() => {
      const x = createTensor(tinyInput(1), tinyShape);
      const dLogitsOf = (values: Float32Array) => {
        if (fails) throw new Error('stopped');
        return values;
      };
      return [...readTensor(network.evaluation.inputGradient(x, dLogitsOf).gradient)];
    });
  const logits = [forward(2), forward(2)];
  const gradients = [gradient(false), gradient(false)];
  const before = liveTensors();
  expect(() => forward()).toThrow(/dropoutSeed/);
  expect(forward(2)).toEqual(logits[1]);
  expect(() => gradient(true)).toThrow('stopped');
  expect(gradient(false)).toEqual(gradients[1]);
  expect(liveTensors()).toBe(before);
  network.dispose();
});

describe.each([
  ['frozen', (network: Network) => freeze(network)],
  ['training', (network: Network) => network.evaluation],
])('passes of evaluation of a %s network', (_, evaluationOf) => {
  it('run as programs from the second on', () => {
    const network = createNetwork({ spec: tinySpec, classes: tinyClasses, seed: 1 });
    const evaluation = evaluationOf(network);
    const all = () => {
      const x = createTensor(tinyInput(1), tinyShape);
      const dLogitsOf = (values: Float32Array) => values.map(Math.tanh);
      evaluation.forward(x);
      evaluation.inputGradient(x, dLogitsOf);
      evaluation.stageGradient(x, dLogitsOf);
    };
    scope(all);
    const ops = vi.spyOn(binding(), 'executeOp');
    scope(all);
    const names = ops.mock.calls.map(([name]) => name.replace(/\d+$/, ''));
    ops.mockRestore();
    expect(names).toEqual(['Program', 'Program', 'Program', 'Program', 'Program']); // two stop to read logits
    network.dispose();
  });
});
