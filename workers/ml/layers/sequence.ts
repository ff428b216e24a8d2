import { dispose, keep } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import type { Layer } from './layer';

/** Layers one after the other. Activations between them live exactly as long as somebody needs them. */
export function createSequence(layers: Layer[]): Layer {
  /** Outputs of all layers but the last, whose output is the caller's. */
  const between: Tensor[] = [];

  return {
    forward(x, mode) {
      let current = x;
      dispose(...between.splice(0));
      for (const layer of layers) {
        const next = layer.forward(current, mode);
        if (current !== x) {
          if (mode.keep) between.push(keep(current));
          else dispose(current);
        }
        current = next;
      }
      return current;
    },
    backward(dy, want) {
      let gradient: Tensor | undefined = dy;
      for (let k = layers.length - 1; k >= 0; k--) {
        const layer = layers[k];
        if (!layer || !gradient) break;
        const dx: Tensor | undefined = layer.backward(gradient, { weights: want.weights, input: want.input || k > 0 });
        if (gradient !== dy) dispose(gradient);
        dispose(between[k]); // the output of this layer, which the one after it has finished with too
        gradient = dx;
      }
      between.length = 0;
      return gradient;
    },
    release() {
      dispose(...between.splice(0));
      for (const layer of layers) layer.release();
    },
    commit: () => {
      for (const layer of layers) layer.commit();
    },
    dispose: () => {
      dispose(...between);
      for (const layer of layers) layer.dispose();
    },
    parameters: () => layers.flatMap((layer) => layer.parameters()),
    state: () => layers.flatMap((layer) => layer.state()),
  };
}
