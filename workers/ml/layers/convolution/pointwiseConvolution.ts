import { reshape } from '@/workers/ml/engine/ops/arrange';
import { matMul } from '@/workers/ml/engine/ops/matMul';
import { dispose } from '@/workers/ml/engine/scope';
import { type Convolution, type ConvolutionGeometry, volumeShape } from './convolution';

/** 1 x 1 x 1 at stride 1: a matrix product of all positions. Folded: (1, 1, N * T * H * W, O). */
export function pointwiseConvolution({ inputs, outputs }: ConvolutionGeometry): Convolution {
  return {
    weightShape: [inputs, outputs],
    prepare(x) {
      const [n, t, h, w, c] = volumeShape(x);
      return reshape(x, [n * t * h * w, c]);
    },
    forward(prepared, weight) {
      const product = matMul(prepared, weight);
      const folded = reshape(product, [1, 1, prepared.shape[0] ?? 0, outputs]);
      dispose(product);
      return folded;
    },
    weightGradient(prepared, dy) {
      const rows = reshape(dy, [prepared.shape[0] ?? 0, outputs]);
      const gradient = matMul(prepared, rows, { a: true });
      dispose(rows);
      return gradient;
    },
    inputGradient(weight, dy, inputShape) {
      const rows = reshape(dy, [dy.shape[2] ?? 0, outputs]);
      const product = matMul(rows, weight, { b: true });
      const dx = reshape(product, inputShape);
      dispose(rows, product);
      return dx;
    },
  };
}
