import { alias } from '@/workers/ml/engine/ops/arrange';
import { add, relu, reluGradient } from '@/workers/ml/engine/ops/elementwise';
import { dispose, keep } from '@/workers/ml/engine/scope';
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

  function release(): void {
    dispose(output);
    output = undefined;
  }

  return {
    forward(x, mode) {
      release();
      const side = shortcut ? shortcut.forward(x, mode) : x;
      const y = main.forwardJoined?.(x, side, mode) ?? joined(main.forward(x, mode), side);
      if (shortcut) dispose(side);
      if (mode.keep) output = keep(alias(y));
      return y;
    },
    backward(dy, want) {
      if (!output) throw new Error('residual block: backward without a kept forward pass');
      const gradient = reluGradient(dy, output);
      release();
      const a = main.backward(gradient, want);
      const b = shortcut ? shortcut.backward(gradient, want) : gradient;
      const dx = a && b ? add(a, b) : undefined;
      dispose(gradient, a, b);
      return dx;
    },
    release() {
      release();
      for (const part of parts) part.release();
    },
    commit: () => {
      for (const part of parts) part.commit();
    },
    dispose: () => {
      release();
      for (const part of parts) part.dispose();
    },
    parameters: () => parts.flatMap((part) => part.parameters()),
    state: () => parts.flatMap((part) => part.state()),
  };
}

/** relu(a + side); a is disposed. */
function joined(a: Tensor, side: Tensor): Tensor {
  const sum = add(a, side);
  const y = relu(sum);
  dispose(a, sum);
  return y;
}
