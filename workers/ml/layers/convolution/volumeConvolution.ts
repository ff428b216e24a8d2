import { pad, reshape, slice } from '@/workers/ml/engine/ops/arrange';
import {
  convolution3d,
  convolution3dFilterGradient,
  convolution3dInputGradient,
} from '@/workers/ml/engine/ops/convolution3d';
import { finishConvolution } from '@/workers/ml/engine/ops/fusedConvolution2d';
import { dispose, scope } from '@/workers/ml/engine/scope';
import {
  asFrames,
  type Convolution,
  type ConvolutionGeometry,
  convolvedShape,
  volumeShape,
  windowPadding,
} from './convolution';

/** Any kernel, any stride: a 3-D convolution of the padded volume. */
export function volumeConvolution(geometry: ConvolutionGeometry): Convolution {
  const { kernel, stride, inputs, outputs } = geometry;
  const options = { strides: stride, padding: 'VALID' } as const;
  const weightShape = [...kernel, inputs, outputs];
  const padding = (sizes: readonly [number, number, number]) =>
    [
      windowPadding(sizes[0], kernel[0], stride[0]),
      windowPadding(sizes[1], kernel[1], stride[1]),
      windowPadding(sizes[2], kernel[2], stride[2]),
    ] as const;

  return {
    weightShape,
    foldedShape: asFrames,
    prepare(x) {
      const [, t, h, w] = volumeShape(x);
      return pad(x, [[0, 0], ...padding([t, h, w]), [0, 0]]);
    },
    forward(prepared, weight, finish) {
      const y = convolution3d(prepared, weight, options);
      const [n, t, h, w, c] = volumeShape(y);
      const folded = reshape(y, [n * t, h, w, c]);
      dispose(y);
      return finish ? finishConvolution(folded, finish) : folded;
    },
    weightGradient: (prepared, dy) =>
      scope(() => {
        const [n = 0] = prepared.shape;
        const [frames = 0, h = 0, w = 0, c = 0] = dy.shape;
        const volume = reshape(dy, [n, frames / n, h, w, c]);
        return convolution3dFilterGradient(prepared, volume, { ...options, filterShape: weightShape });
      }),
    inputGradient: (weight, dy, inputShape) =>
      scope(() => {
        const [n, t, h, w, c] = inputShape;
        const pads = padding([t, h, w]);
        const padded = [n, t + sum(pads[0]), h + sum(pads[1]), w + sum(pads[2]), c];
        const volume = reshape(dy, convolvedShape(inputShape, geometry));
        const whole = convolution3dInputGradient(weight, volume, { ...options, inputShape: padded });
        return slice(whole, [0, pads[0][0], pads[1][0], pads[2][0], 0], inputShape);
      }),
  };
}

function sum([before, after]: readonly [number, number]): number {
  return before + after;
}
