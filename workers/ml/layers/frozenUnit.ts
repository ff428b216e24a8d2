import { reshape } from '@/workers/ml/engine/ops/arrange';
import { addBias, relu as applyRelu, reluGradient } from '@/workers/ml/engine/ops/elementwise';
import { dispose, keep, outsideScopes } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { shareTensor } from '@/workers/ml/engine/transfer';
import { chooseConvolution } from './convolution/chooseConvolution';
import { type ConvolutionGeometry, convolvedShape, type VolumeShape, volumeShape } from './convolution/convolution';
import { type Layer, stateless } from './layer';
import { createSubPixelGradient } from './subPixelGradient';
import { fromTorchLayout, torchWeightShape } from './weightLayout';

export type FrozenUnitOptions = {
  geometry: ConvolutionGeometry;
  /** Batch norm folded in, PyTorch's layout. */
  weight: Float32Array;
  bias: Float32Array | null;
  relu: boolean;
};

/** Up to so many input channels the sub-pixel form of a strided input gradient is the faster one. */
const narrow = 4;

/** A convolution with constant weight, then bias and ReLU where asked. Its backward pass knows the input gradient only. */
export function createFrozenUnit({ geometry, weight, bias, relu }: FrozenUnitOptions): Layer {
  const { kernel, stride, inputs, outputs } = geometry;
  const convolution = chooseConvolution(geometry);
  const values = fromTorchLayout(weight, torchWeightShape(kernel, inputs, outputs));
  const strided = stride.some((s) => s > 1) && kernel.some((k) => k > 1);
  const [filter, biasTensor, subPixel] = outsideScopes(() => [
    shareTensor(values, convolution.weightShape),
    bias && shareTensor(bias, [outputs]),
    strided && inputs <= narrow ? createSubPixelGradient(values, geometry) : null,
  ]);
  let remembered: { y: Tensor | undefined; foldedShape: readonly number[]; inputShape: VolumeShape } | undefined;

  function release(): void {
    dispose(remembered?.y);
    remembered = undefined;
  }

  return {
    ...stateless,
    forward(x, mode) {
      release();
      const inputShape = volumeShape(x);
      const prepared = convolution.prepare(x);
      let y = convolution.forward(prepared, filter);
      dispose(prepared);
      const replace = (next: Tensor) => {
        dispose(y);
        y = next;
      };
      if (biasTensor) replace(addBias(y, biasTensor));
      if (relu) replace(applyRelu(y));
      const output = reshape(y, convolvedShape(inputShape, geometry));
      if (mode.keep) remembered = { y: relu ? keep(y) : undefined, foldedShape: y.shape, inputShape };
      if (!remembered?.y) dispose(y);
      return output;
    },
    backward(dy, want) {
      if (!remembered) throw new Error('frozen convolution: backward without a kept forward pass');
      if (want.weights) throw new Error('a frozen convolution has no weight gradient');
      const { y, foldedShape, inputShape } = remembered;
      if (!want.input) {
        release();
        return undefined;
      }
      const folded = reshape(dy, foldedShape);
      const gradient = y ? reluGradient(folded, y) : folded;
      const dx = subPixel
        ? subPixel.inputGradient(gradient, inputShape)
        : convolution.inputGradient(filter, gradient, inputShape);
      dispose(folded, gradient);
      release();
      return dx;
    },
    release,
    dispose() {
      release();
      dispose(filter, biasTensor ?? undefined);
      subPixel?.dispose();
    },
  };
}
