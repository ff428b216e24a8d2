import { concat, pad, reshape, slice } from '@/workers/ml/engine/ops/arrange';
import {
  type Convolution2dOptions,
  convolution2d,
  convolution2dFilterGradient,
  convolution2dInputGradient,
} from '@/workers/ml/engine/ops/convolution2d';
import { convolution3d } from '@/workers/ml/engine/ops/convolution3d';
import { type Finish, fusedConvolution2d, fusedConvolution3d } from '@/workers/ml/engine/ops/fusedConvolution';
import { dispose, scope } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createTensor } from '@/workers/ml/engine/transfer';
import { type Convolution, type ConvolutionGeometry, volumeShape, windowPadding } from './convolution';

/** From this many input channels on, one gradient a tap over shifted frames beats the convolution's own weight gradient. */
const wide = 64;

/** k x 1 x 1: a 2-D convolution over (T, H * W) of every clip, (N, T, H * W, C). */
export function temporalConvolution({ kernel, stride, inputs, outputs }: ConvolutionGeometry): Convolution {
  const [k] = kernel;
  const [s] = stride;
  const same = s === 1;
  const options = { strides: [s, 1], padding: same ? 'SAME' : 'VALID' } as const;
  const weightShape = [k, 1, inputs, outputs];

  return {
    weightShape,
    foldedShape: ([n, t, h, w, c]) => [n, t, h * w, c],
    prepare(x) {
      const [n, t, h, w, c] = volumeShape(x);
      const folded = reshape(x, [n, t, h * w, c]);
      if (same) return folded;
      const padded = pad(folded, [[0, 0], windowPadding(t, k, s), [0, 0], [0, 0]]);
      dispose(folded);
      return padded;
    },
    forward(prepared, weight, finish) {
      if (prepared.shape[0] === 1) return scope(() => convolveOneClip(prepared, weight, options, finish));
      return finish ? fusedConvolution2d(prepared, weight, options, finish) : convolution2d(prepared, weight, options);
    },
    weightGradient(prepared, dy) {
      if (same && inputs >= wide) return scope(() => shiftedProducts(prepared, dy, weightShape));
      return convolution2dFilterGradient(prepared, dy, { ...options, filterShape: weightShape });
    },
    inputGradient(weight, dy, [n, t, h, w, c]) {
      const [before, after] = same ? [0, 0] : windowPadding(t, k, s);
      const inputShape = [n, t + before + after, h * w, c];
      const whole = convolution2dInputGradient(weight, dy, { ...options, inputShape });
      const inner = same ? whole : slice(whole, [0, before, 0, 0], [n, t, h * w, c]);
      const dx = reshape(inner, [n, t, h, w, c]);
      dispose(whole, inner);
      return dx;
    },
  };
}

/**
 * As a 3-D convolution over (T, 1, H * W). At batch 1, and only there, libtensorflow gives oneDNN's 2-D convolutions their weight in an
 * order that leaves them a product over copies of the frames: 50 GFLOP/s on two threads of AVX2 instead of 120.
 */
function convolveOneClip(x: Tensor, weight: Tensor, options: Convolution2dOptions, finish?: Finish): Tensor {
  const [k = 1, , inputs = 0, outputs = 0] = weight.shape;
  const [, t = 0, pixels = 0] = x.shape;
  const volume = reshape(x, [1, t, 1, pixels, inputs]);
  const filter = reshape(weight, [k, 1, 1, inputs, outputs]);
  const along = { strides: [options.strides[0], 1, 1], padding: options.padding } as const;
  const side = finish?.side && reshape(finish.side, [1, finish.side.shape[1] ?? 0, 1, pixels, outputs]);
  const y = finish
    ? fusedConvolution3d(volume, filter, along, { ...finish, side })
    : convolution3d(volume, filter, along);
  return reshape(y, [1, y.shape[1] ?? 0, pixels, outputs]);
}

/**
 * For every tap: the 1 x 1 weight gradient between the frames of x it saw and the frames of dy that saw them. All clips lie one after the
 * other along time, with empty frames between them that no product crosses, because the first axis is the one that is cut without a copy.
 */
function shiftedProducts(x: Tensor, dy: Tensor, [k = 1, , inputs = 0, outputs = 0]: number[]): Tensor {
  const [n = 0, t = 0, pixels = 0] = x.shape;
  const apart = n === 1 ? 0 : k >> 1;
  const length = n * (t + apart);
  const inLine = (tensor: Tensor, channels: number) => {
    const spaced = apart === 0 ? tensor : pad(tensor, [none, [0, apart], none, none]);
    return reshape(spaced, [length, pixels, channels]);
  };
  const [seen, seeing] = [inLine(x, inputs), inLine(dy, outputs)];
  const options = { strides: [1, 1], padding: 'VALID', filterShape: [1, 1, inputs, outputs] } as const;
  const taps = Array.from({ length: k }, (_, tap) => {
    const shift = tap - (k >> 1);
    const frames = length - Math.abs(shift);
    if (t <= Math.abs(shift)) return createTensor(new Float32Array(inputs * outputs), options.filterShape);
    const part = (tensor: Tensor, first: number, channels: number) =>
      reshape(slice(tensor, [first, 0, 0], [frames, pixels, channels]), [1, frames, pixels, channels]);
    const left = part(seen, Math.max(0, shift), inputs);
    return convolution2dFilterGradient(left, part(seeing, Math.max(0, -shift), outputs), options);
  });
  return concat(taps, 0);
}

const none = [0, 0] as const;
