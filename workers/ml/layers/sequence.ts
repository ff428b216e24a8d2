import { dispose } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import type { ForwardMode, Layer } from './layer';

/** Layers one after the other. */
export function createSequence(layers: Layer[]): Layer {
  const last = layers.at(-1);

  /** @param side where given, the last layer is joined with it */
  function run(x: Tensor, mode: ForwardMode, side?: Tensor): Tensor {
    let current = x;
    for (const layer of layers) {
      const joined = side && layer === last ? layer.forwardJoined?.(current, side, mode) : undefined;
      const next = joined ?? layer.forward(current, mode);
      if (current !== x) dispose(current);
      current = next;
    }
    return current;
  }

  return {
    forward: (x, mode) => run(x, mode),
    ...(last?.forwardJoined && { forwardJoined: (x, side, mode) => run(x, mode, side) }),
    backward(dy, want) {
      let gradient: Tensor | undefined = dy;
      for (let k = layers.length - 1; k >= 0; k--) {
        const layer = layers[k];
        if (!layer || !gradient) break;
        const dx: Tensor | undefined = layer.backward(gradient, { weights: want.weights, input: want.input || k > 0 });
        if (gradient !== dy) dispose(gradient);
        gradient = dx;
      }
      return gradient;
    },
    release() {
      for (const layer of layers) layer.release();
    },
    commit: () => {
      for (const layer of layers) layer.commit();
    },
    dispose: () => {
      for (const layer of layers) layer.dispose();
    },
    parameters: () => layers.flatMap((layer) => layer.parameters()),
    state: () => layers.flatMap((layer) => layer.state()),
  };
}
