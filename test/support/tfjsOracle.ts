import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import type { Triple } from '@/workers/ml/layers/triple';

/**
 * TF.js with automatic differentiation on its pure-JavaScript backend: slow, and independent of everything under workers/ml.
 * Only what is right there is used: 'valid' 3-D convolutions on volumes padded by hand, no pooling gradients (ties).
 * Call startEngine first: the native library reads its thread count while it loads.
 */
export function loadOracle() {
  const require = createRequire(import.meta.url);
  const util = require('node:util') as Record<string, unknown>;
  // tfjs-node-gpu 4.22 calls two functions that Node 23 took away.
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const tf = require('@tensorflow/tfjs-node-gpu') as typeof tfjs;
  tf.setBackend('cpu');

  const padding = (kernel: Triple): [number, number][] => [
    [0, 0],
    ...kernel.map((k): [number, number] => [k >> 1, k >> 1]),
    [0, 0],
  ];

  return {
    tf,
    /** x (N, T, H, W, I), weight (O, I, t, h, w) as in PyTorch, symmetric padding. */
    convolution(x: tfjs.Tensor, weight: tfjs.Tensor, kernel: Triple, stride: Triple): tfjs.Tensor {
      const filter = tf.transpose(weight, [2, 3, 4, 1, 0]) as tfjs.Tensor5D;
      const padded = tf.pad(x, padding(kernel)) as tfjs.Tensor5D;
      return tf.conv3d(padded, filter, [...stride], 'valid');
    },
    /** Batch statistics over all axes but the last, biased variance. */
    batchNorm(x: tfjs.Tensor, gamma: tfjs.Tensor, beta: tfjs.Tensor, epsilon: number): tfjs.Tensor {
      const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
      return x.sub(mean).div(variance.add(epsilon).sqrt()).mul(gamma).add(beta);
    },
    /** Maximum over shifted copies: differentiable by elementary ops only. No two candidates may be equal. */
    maxPool(x: tfjs.Tensor, kernel: Triple, stride: Triple): tfjs.Tensor {
      const padded = tf.pad(x, padding(kernel), -1e9);
      const [, t = 0, h = 0, w = 0] = padded.shape;
      const sizes = [t, h, w].map((size, k) => Math.floor((size - kernel[k]!) / stride[k]!) + 1);
      let best: tfjs.Tensor | undefined;
      for (let dt = 0; dt < kernel[0]; dt++) {
        for (let dh = 0; dh < kernel[1]; dh++) {
          for (let dw = 0; dw < kernel[2]; dw++) {
            let part: tfjs.Tensor = padded;
            [dt, dh, dw].forEach((offset, k) => {
              const indices = Array.from({ length: sizes[k]! }, (_, i) => i * stride[k]! + offset);
              part = tf.gather(part, tf.tensor1d(indices, 'int32'), k + 1);
            });
            best = best ? tf.maximum(best, part) : part;
          }
        }
      }
      return best!;
    },
  };
}

export type Oracle = ReturnType<typeof loadOracle>;
