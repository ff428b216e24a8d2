import { addBias, relu } from '@/workers/ml/engine/ops/elementwise';
import { dispose, outsideScopes } from '@/workers/ml/engine/scope';
import { shareTensor } from '@/workers/ml/engine/transfer';
import type { Layer } from './layer';
import { createRelu } from './relu';

/** relu(x + bias) with a constant bias (C). */
export function createBiasRelu(values: Float32Array): Layer {
  const bias = outsideScopes(() => shareTensor(values, [values.length]));
  const layer = createRelu((x) => {
    const sum = addBias(x, bias);
    const y = relu(sum);
    dispose(sum);
    return y;
  });
  return {
    ...layer,
    dispose() {
      layer.dispose();
      dispose(bias);
    },
  };
}
