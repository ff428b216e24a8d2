import { pad, reshape, slice } from '@/workers/ml/engine/ops/arrange';
import {
  convolution3d,
  convolution3dFilterGradient,
  convolution3dInputGradient,
} from '@/workers/ml/engine/ops/convolution3d';
import { fusedConvolution3d } from '@/workers/ml/engine/ops/fusedConvolution';
import { scope } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
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
      return scope(() => {
        const side = finish?.side && reshape(finish.side, unfolded(prepared, finish.side));
        const y = finish
          ? fusedConvolution3d(prepared, weight, options, { ...finish, side })
          : convolution3d(prepared, weight, options);
        return reshape(y, asFrames(volumeShape(y)));
      });
    },
    weightGradient: (prepared, dy) =>
      scope(() => {
        const volume = reshape(dy, unfolded(prepared, dy));
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

/** The volume that frames (N * T, H, W, C) belong to. @param like anything of the same batch */
function unfolded(like: Tensor, { shape: [frames = 0, h = 0, w = 0, c = 0] }: Tensor): number[] {
  const [n = 1] = like.shape;
  return [n, frames / n, h, w, c];
}

function sum([before, after]: readonly [number, number]): number {
  return before + after;
}
