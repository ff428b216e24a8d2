import { gather, pad, reshape, slice } from '@/workers/ml/engine/ops/arrange';
import {
  convolution2d,
  convolution2dFilterGradient,
  convolution2dInputGradient,
} from '@/workers/ml/engine/ops/convolution2d';
import { fusedConvolution2d } from '@/workers/ml/engine/ops/fusedConvolution';
import { scope } from '@/workers/ml/engine/scope';
import { asFrames, type Convolution, type ConvolutionGeometry, convolvedSize, volumeShape } from './convolution';

/**
 * 1 x 1 x 1: every s-th frame, then a 2-D convolution of the frames, (N * T', H, W, C). Not a matrix product, although it is one:
 * the CPU's AVX-512 sgemm corrupts the heap when a signal (SIGTERM, SIGCHLD, a profiler) interrupts it.
 */
export function pointwiseConvolution({ stride, inputs, outputs }: ConvolutionGeometry): Convolution {
  const [st, sh, sw] = stride;
  const options = { strides: [sh, sw], padding: 'VALID' } as const;
  const weightShape = [1, 1, inputs, outputs];

  return {
    weightShape,
    foldedShape: asFrames,
    prepare: (x) =>
      scope(() => {
        const [n, t, h, w, c] = volumeShape(x);
        const frames = convolvedSize(t, 1, st);
        const indices = Array.from({ length: frames }, (_, k) => k * st);
        return reshape(st === 1 ? x : gather(x, indices, 1), [n * frames, h, w, c]);
      }),
    forward: (prepared, weight, finish) =>
      finish ? fusedConvolution2d(prepared, weight, options, finish) : convolution2d(prepared, weight, options),
    weightGradient: (prepared, dy) =>
      convolution2dFilterGradient(prepared, dy, { ...options, filterShape: weightShape }),
    inputGradient: (weight, dy, [n, t, h, w, c]) =>
      scope(() => {
        const frames = convolvedSize(t, 1, st);
        const inputShape = [n * frames, h, w, c];
        const seen = convolution2dInputGradient(weight, dy, { ...options, inputShape });
        if (st === 1) return reshape(seen, [n, t, h, w, c]);
        const apart = pad(reshape(seen, [n, frames, 1, h * w * c]), [
          [0, 0],
          [0, 0],
          [0, st - 1],
          [0, 0],
        ]);
        const all = reshape(apart, [n, frames * st, h, w, c]);
        return frames * st === t ? all : slice(all, [0, 0, 0, 0, 0], [n, t, h, w, c]);
      }),
  };
}
