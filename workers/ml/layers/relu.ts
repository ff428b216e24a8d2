import { relu, reluGradient } from '@/workers/ml/engine/ops/elementwise';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { type Layer, stateless } from './layer';

/** max(x, 0), with gradient 0 at 0 as in PyTorch. */
export function createRelu(): Layer {
  let output: Tensor | undefined;
  return {
    ...stateless,
    forward(x, mode) {
      const y = relu(x);
      output = mode.keep ? y : undefined;
      return y;
    },
    backward(dy, want) {
      if (!output) throw new Error('ReLU: backward without a kept forward pass');
      const dx = want.input ? reluGradient(dy, output) : undefined;
      output = undefined;
      return dx;
    },
    release() {
      output = undefined;
    },
  };
}
