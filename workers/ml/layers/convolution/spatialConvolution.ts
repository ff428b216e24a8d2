import { pad, reshape, slice } from '@/workers/ml/engine/ops/arrange';
import {
  convolution2d,
  convolution2dFilterGradient,
  convolution2dInputGradient,
} from '@/workers/ml/engine/ops/convolution2d';
import { fusedConvolution2d } from '@/workers/ml/engine/ops/fusedConvolution';
import { dispose } from '@/workers/ml/engine/scope';
import { asFrames, type Convolution, type ConvolutionGeometry, volumeShape, windowPadding } from './convolution';

/** 1 x k x k: a 2-D convolution of all frames, (N * T, H, W, C). */
export function spatialConvolution({ kernel, stride, inputs, outputs }: ConvolutionGeometry): Convolution {
  const [, kh, kw] = kernel;
  const [, sh, sw] = stride;
  const same = sh === 1 && sw === 1;
  const options = { strides: [sh, sw], padding: same ? 'SAME' : 'VALID' } as const;
  const weightShape = [kh, kw, inputs, outputs];
  const padding = (h: number, w: number) => [windowPadding(h, kh, sh), windowPadding(w, kw, sw)] as const;

  return {
    weightShape,
    foldedShape: asFrames,
    prepare(x) {
      const [n, t, h, w, c] = volumeShape(x);
      const frames = reshape(x, [n * t, h, w, c]);
      const [rows, columns] = padding(h, w);
      if (same || rows[0] + rows[1] + columns[0] + columns[1] === 0) return frames;
      const padded = pad(frames, [[0, 0], rows, columns, [0, 0]]);
      dispose(frames);
      return padded;
    },
    forward: (prepared, weight, finish) =>
      finish ? fusedConvolution2d(prepared, weight, options, finish) : convolution2d(prepared, weight, options),
    weightGradient: (prepared, dy) =>
      convolution2dFilterGradient(prepared, dy, { ...options, filterShape: weightShape }),
    inputGradient(weight, dy, [n, t, h, w, c]) {
      const [rows, columns] = same ? unpadded : padding(h, w);
      const inputShape = [n * t, h + rows[0] + rows[1], w + columns[0] + columns[1], c];
      const whole = convolution2dInputGradient(weight, dy, { ...options, inputShape });
      const inner = same ? whole : slice(whole, [0, rows[0], columns[0], 0], [n * t, h, w, c]);
      const dx = reshape(inner, [n, t, h, w, c]);
      dispose(whole, inner);
      return dx;
    },
  };
}

const unpadded = [
  [0, 0],
  [0, 0],
] as const;
