import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '@/test/support/checkLayer';
import { logitsOf, tinyClasses, tinyInput, tinyShape, tinySpec, tinyStep } from '@/test/support/tinyBackbone';
import { disposeConstants } from '@/workers/ml/engine/constants';
import { liveTensors, scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { freeze } from '@/workers/ml/models/frozenNetwork';
import { createNetwork } from '@/workers/ml/models/network';
import { createSgd } from '@/workers/ml/optim/sgd';

beforeAll(() => void startEngine({ threads: 1, device: 'cpu' }));

const tiny = (seed = 3) => createNetwork({ spec: tinySpec, classes: tinyClasses, seed });
const sgdOf = (network: ReturnType<typeof tiny>) =>
  createSgd({ parameters: network.parameters(), momentum: 0.9, weightDecay: 1e-4 });

describe('a frozen network', () => {
  it('gives the logits of evaluation mode, and keeps them while the source trains on and goes', () => {
    const network = tiny();
    const sgd = sgdOf(network);
    for (let step = 0; step < 4; step++) tinyStep(network, sgd, step);
    const evaluated = logitsOf({ forward: (x) => network.forward(x, { training: false, keep: false }) });
    const frozen = freeze(network);
    const own = logitsOf(frozen);
    expectClose('logits', own, evaluated, 1e-5);
    tinyStep(network, sgd, 4);
    sgd.dispose();
    network.dispose();
    expect(logitsOf(frozen)).toEqual(own);
    frozen.dispose();
  });

  it('keeps the number of handles flat over saliency passes and errors, and leaves none behind', () => {
    disposeConstants();
    const before = liveTensors();
    const network = tiny();
    const frozen = freeze(network);
    network.dispose();
    const pass = () =>
      scope(() => {
        const { gradient } = frozen.inputGradient(createTensor(tinyInput(), tinyShape), (logits) => logits.slice());
        return Math.max(...readTensor(gradient));
      });
    const value = pass();
    const afterOne = liveTensors();
    const fail = () =>
      scope(() =>
        frozen.inputGradient(createTensor(tinyInput(), tinyShape), () => {
          throw new Error('on purpose');
        }),
      );
    for (let k = 0; k < 10; k++) {
      expect(fail).toThrow('on purpose');
      expect(pass()).toBe(value);
      expect(liveTensors()).toBe(afterOne);
    }
    frozen.dispose();
    disposeConstants();
    expect(liveTensors()).toBe(before);
  });
});
