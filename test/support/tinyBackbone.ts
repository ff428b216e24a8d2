import { scope } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import type { BackboneSpec } from '@/workers/ml/models/backboneSpec';
import { microI3d } from '@/workers/ml/models/microI3d';
import type { Network } from '@/workers/ml/models/network';
import type { Sgd } from '@/workers/ml/optim/sgd';
import { randomArray } from './random';

/** Micro-I3D for views of 16 x 16 instead of 56 x 56, fast enough for the pure-JavaScript oracle. */
export const tinySpec: BackboneSpec = { ...microI3d, name: 'tiny', head: { ...microI3d.head, kernel: [1, 2, 2] } };
export const tinyShape = [2, 4, 16, 16, 3] as const;
export const tinyClasses = 3;

export function tinyInput(seed = 1): Float32Array {
  return randomArray(
    tinyShape.reduce((a, b) => a * b, 1),
    seed,
  );
}

/** One training step of binary cross-entropy against a fixed 0/1 target; returns the loss. */
export function tinyStep(network: Network, sgd: Sgd, step: number): number {
  return scope(() => {
    const x = createTensor(tinyInput(100 + step), tinyShape);
    const logits = network.forward(x, { training: true, dropoutSeed: step });
    const { loss, gradient } = crossEntropy(readTensor(logits));
    network.backward(createTensor(gradient, logits.shape), { weights: true, input: false });
    sgd.step(0.05);
    return loss;
  });
}

export function logitsOf(network: { forward(x: Tensor): Tensor }, seed = 1): Float32Array {
  return scope(() => readTensor(network.forward(createTensor(tinyInput(seed), tinyShape))));
}

function crossEntropy(logits: Float32Array): { loss: number; gradient: Float32Array } {
  let loss = 0;
  const gradient = logits.map((a, i) => {
    const label = i % 2;
    const p = 1 / (1 + Math.exp(-a));
    loss -= Math.log(label ? p : 1 - p) / logits.length;
    return (p - label) / logits.length;
  });
  return { loss, gradient };
}
