import { addBias, relu, reluGradient } from '@/workers/ml/engine/ops/elementwise';
import { dispose, outsideScopes } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { shareTensor } from '@/workers/ml/engine/transfer';
import { type Layer, stateless } from './layer';

/** relu(x + bias) with a constant bias (C). */
export function createBiasRelu(values: Float32Array): Layer {
  const bias = outsideScopes(() => shareTensor(values, [values.length]));
  let output: Tensor | undefined;
  return {
    ...stateless,
    forward(x, mode) {
      const sum = addBias(x, bias);
      const y = relu(sum);
      dispose(sum);
      output = mode.keep ? y : undefined;
      return y;
    },
    backward(dy, want) {
      if (!output) throw new Error('bias and ReLU: backward without a kept forward pass');
      const dx = want.input ? reluGradient(dy, output) : undefined;
      output = undefined;
      return dx;
    },
    release() {
      output = undefined;
    },
    dispose: () => dispose(bias),
  };
}
