import { reshape } from '@/workers/ml/engine/ops/arrange';
import { reluGradient } from '@/workers/ml/engine/ops/elementwise';
import { dispose, keep, outsideScopes } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { shareTensor } from '@/workers/ml/engine/transfer';
import { chooseConvolution } from './convolution/chooseConvolution';
import { type ConvolutionGeometry, convolvedShape, type VolumeShape, volumeShape } from './convolution/convolution';
import { type ForwardMode, type Layer, stateless } from './layer';
import { createSubPixelGradient } from './subPixelGradient';
import { fromTorchLayout, torchWeightShape } from './weightLayout';

export type FrozenUnitOptions = {
  geometry: ConvolutionGeometry;
  /** Batch norm folded in, PyTorch's layout. */
  weight: Float32Array;
} & ({ bias: Float32Array; relu: boolean } | { bias: null; relu: false });

/** Up to so many input channels the sub-pixel form of a strided input gradient is the faster one. */
const narrow = 4;

/** A convolution with constant weight, then bias and ReLU where asked. Its backward pass knows the input gradient only. */
export function createFrozenUnit(options: FrozenUnitOptions): Layer {
  return unitOf(outsideScopes(() => prepare(options)));
}

/** What a unit computes with. In a function of its own, so that no closure keeps the arrays alive that the tensors are made from. */
function prepare({ geometry, weight, bias, relu }: FrozenUnitOptions) {
  const { kernel, stride, inputs, outputs } = geometry;
  const convolution = chooseConvolution(geometry);
  const values = fromTorchLayout(weight, torchWeightShape(kernel, inputs, outputs));
  const strided = stride.some((s) => s > 1) && kernel.some((k) => k > 1);
  return {
    ...{ geometry, convolution, relu },
    filter: shareTensor(values, convolution.weightShape),
    biasTensor: bias && shareTensor(bias, [outputs]),
    subPixel: strided && inputs <= narrow ? createSubPixelGradient(values, geometry) : null,
  };
}

function unitOf({ geometry, convolution, relu, filter, biasTensor, subPixel }: ReturnType<typeof prepare>): Layer {
  let remembered: { y: Tensor | undefined; foldedShape: readonly number[]; inputShape: VolumeShape } | undefined;

  function release(): void {
    dispose(remembered?.y);
    remembered = undefined;
  }

  /** @param side (N, T, H, W, C): is added before a ReLU, which is the caller's in the backward pass */
  function run(x: Tensor, mode: ForwardMode, side?: Tensor): Tensor {
    release();
    const inputShape = volumeShape(x);
    const outputShape = convolvedShape(inputShape, geometry);
    const prepared = convolution.prepare(x);
    const foldedSide = side && reshape(side, convolution.foldedShape(outputShape));
    const rectified = relu || side !== undefined;
    const finish = biasTensor ? { bias: biasTensor, side: foldedSide, relu: rectified } : undefined;
    const y = convolution.forward(prepared, filter, finish);
    dispose(prepared, foldedSide);
    const output = reshape(y, outputShape);
    if (mode.keep) remembered = { y: relu ? keep(y) : undefined, foldedShape: y.shape, inputShape };
    if (!remembered?.y) dispose(y);
    return output;
  }

  return {
    ...stateless,
    forward: (x, mode) => run(x, mode),
    ...(biasTensor && !relu && { forwardJoined: (x: Tensor, side: Tensor, mode: ForwardMode) => run(x, mode, side) }),
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
