import { add, relu, reluGradient } from '@/workers/ml/engine/ops/elementwise';
import { dispose } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import type { Layer } from './layer';
import { createSequence } from './sequence';

/**
 * relu(units(x) + shortcut(x)). The last unit has no ReLU of its own. A basic block has two units, a bottleneck three.
 * @param shortcut null: x itself
 */
export function createResidualBlock(units: Layer[], shortcut: Layer | null): Layer {
  const main = createSequence(units);
  const parts = shortcut ? [main, shortcut] : [main];
  let output: Tensor | undefined;

  return {
    forward(x, mode) {
      const a = main.forward(x, mode);
      const b = shortcut ? shortcut.forward(x, mode) : x;
      const sum = add(a, b);
      dispose(a, shortcut ? b : undefined);
      const y = relu(sum);
      dispose(sum);
      output = mode.keep ? y : undefined;
      return y;
    },
    backward(dy, want) {
      if (!output) throw new Error('residual block: backward without a kept forward pass');
      const gradient = reluGradient(dy, output);
      output = undefined;
      const a = main.backward(gradient, want);
      const b = shortcut ? shortcut.backward(gradient, want) : gradient;
      const dx = a && b ? add(a, b) : undefined;
      dispose(gradient, a, b);
      return dx;
    },
    release() {
      output = undefined;
      for (const part of parts) part.release();
    },
    commit: () => {
      for (const part of parts) part.commit();
    },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
    parameters: () => parts.flatMap((part) => part.parameters()),
    state: () => parts.flatMap((part) => part.state()),
  };
}
