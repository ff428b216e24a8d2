import { reshape } from '@/workers/ml/engine/ops/arrange';
import { relu as applyRelu, reluGradient } from '@/workers/ml/engine/ops/elementwise';
import { dispose, keep } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { BatchNorm, type BatchNormSpec } from './batchNorm';
import { chooseConvolution } from './convolution/chooseConvolution';
import { type ConvolutionGeometry, convolvedShape, type VolumeShape, volumeShape } from './convolution/convolution';
import type { ForwardMode, Layer, Want } from './layer';
import { Parameter } from './parameter';
import { torchWeightShape } from './weightLayout';

export type ConvolutionUnitOptions = {
  geometry: ConvolutionGeometry;
  weight: { name: string; values: Float32Array };
  /** null: no normalisation follows. */
  norm: (BatchNormSpec & { name: string }) | null;
  relu: boolean;
};

/** What one forward pass leaves for the backward pass; `convolved` (for the norm) and `y` (for the ReLU) are folded. */
type Remembered = {
  prepared: Tensor;
  convolved: Tensor | undefined;
  y: Tensor | undefined;
  foldedShape: readonly number[];
  inputShape: VolumeShape;
};

/** Convolution, then batch normalisation and ReLU where asked. */
export function createConvolutionUnit({ geometry, weight, norm, relu }: ConvolutionUnitOptions): Layer {
  const convolution = chooseConvolution(geometry);
  const parameter = new Parameter({
    ...weight,
    shape: torchWeightShape(geometry.kernel, geometry.inputs, geometry.outputs),
    opShape: convolution.weightShape,
    decay: true,
  });
  const batchNorm = norm && new BatchNorm(norm.name, geometry.outputs, norm);
  let remembered: Remembered | undefined;

  function release(): void {
    batchNorm?.release();
    if (remembered) dispose(remembered.prepared, remembered.convolved, remembered.y);
    remembered = undefined;
  }

  function activate(convolved: Tensor, mode: ForwardMode): Tensor {
    if (batchNorm) return batchNorm.forward(convolved, mode, relu);
    return relu ? applyRelu(convolved) : convolved;
  }

  function forward(x: Tensor, mode: ForwardMode): Tensor {
    release();
    const inputShape = volumeShape(x);
    const prepared = convolution.prepare(x);
    const convolved = convolution.forward(prepared, parameter.value());
    const y = activate(convolved, mode);
    const output = reshape(y, convolvedShape(inputShape, geometry));
    if (mode.keep) {
      remembered = {
        prepared: keep(prepared),
        convolved: batchNorm ? keep(convolved) : undefined,
        y: relu ? keep(y) : undefined,
        foldedShape: y.shape,
        inputShape,
      };
    }
    for (const tensor of new Set([prepared, convolved, y])) {
      const needed = remembered && [remembered.prepared, remembered.convolved, remembered.y].includes(tensor);
      if (!needed) dispose(tensor);
    }
    return output;
  }

  function backward(dy: Tensor, want: Want): Tensor | undefined {
    if (!remembered) throw new Error(`${parameter.name}: backward without a kept forward pass`);
    const { prepared, convolved, y, foldedShape, inputShape } = remembered;
    let gradient = reshape(dy, foldedShape);
    const replace = (next: Tensor) => {
      dispose(gradient);
      gradient = next;
    };
    if (y) replace(reluGradient(gradient, y));
    dispose(y);
    if (batchNorm) replace(batchNorm.backward(gradient, want));
    dispose(convolved);
    const dx = want.input ? convolution.inputGradient(parameter.value(), gradient, inputShape) : undefined;
    if (want.weights) parameter.addGradient(convolution.weightGradient(prepared, gradient));
    dispose(prepared, gradient);
    remembered = undefined;
    return dx;
  }

  return {
    forward,
    backward,
    release,
    commit: () => batchNorm?.commit(),
    dispose() {
      release();
      parameter.dispose();
      batchNorm?.dispose();
    },
    parameters: () => [parameter, ...(batchNorm?.parameters() ?? [])],
    state: () => batchNorm?.state() ?? [],
  };
}
