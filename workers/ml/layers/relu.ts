import { alias } from '@/workers/ml/engine/ops/arrange';
import { relu, reluGradient } from '@/workers/ml/engine/ops/elementwise';
import { dispose, keep } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { type Layer, stateless } from './layer';

/** max(x, 0), with gradient 0 at 0 as in PyTorch. */
export function createRelu(rectify: (x: Tensor) => Tensor = relu): Layer {
  let output: Tensor | undefined;

  function release(): void {
    dispose(output);
    output = undefined;
  }

  return {
    ...stateless,
    forward(x, mode) {
      release();
      const y = rectify(x);
      if (mode.keep) output = keep(alias(y));
      return y;
    },
    backward(dy, want) {
      if (!output) throw new Error('ReLU: backward without a kept forward pass');
      const dx = want.input ? reluGradient(dy, output) : undefined;
      release();
      return dx;
    },
    release,
    dispose: release,
  };
}
