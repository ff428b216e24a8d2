import { reshape } from '@/workers/ml/engine/ops/arrange';
import { maxPool2d, maxPool2dGradient, type PoolWindow2d } from '@/workers/ml/engine/ops/maxPool2d';
import type { PoolWindow } from '@/workers/ml/engine/ops/nativeMaxPool';
import { dispose } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { volumeShape } from './convolution/convolution';

/** One 2-D pool along one axis: its input and output as (N, axis, rest, C), see `foldAlong`. */
type Step = { axis: Axis; x: Tensor; y: Tensor; volume: readonly number[] };
export type SeparablePooled = { y: Tensor; steps: Step[] };
type Axis = 0 | 1 | 2;

/**
 * Max pooling with public ops, where the native ones are missing: one pool along W, then H, then T. In this order the first
 * maximum along every axis is the first one in (T, H, W) order. (The public 3-D gradient gives equal maxima a full share each.)
 * @param x (N, T, H, W, C), already padded
 */
export function separableMaxPool(x: Tensor, window: PoolWindow): SeparablePooled {
  const steps: Step[] = [];
  let volume = reshape(x, x.shape);
  for (const axis of [2, 1, 0] as const) {
    if (window.kernel[axis] === 1 && window.strides[axis] === 1) continue;
    const folded = foldAlong(volume, axis);
    const y = maxPool2d(folded, alongAxis(window, axis));
    const shape = [...volume.shape];
    shape[axis + 1] = (axis === 2 ? y.shape[2] : y.shape[1]) ?? 0;
    steps.push({ axis, x: folded, y, volume: volume.shape });
    dispose(volume);
    volume = reshape(y, shape);
  }
  return { y: volume, steps };
}

/** Gradient at x. */
export function separableMaxPoolGradient(dy: Tensor, { steps }: SeparablePooled, window: PoolWindow): Tensor {
  let gradient = reshape(dy, dy.shape);
  for (const { axis, x, y, volume } of [...steps].reverse()) {
    const folded = reshape(gradient, y.shape);
    const dx = maxPool2dGradient(folded, { x, y }, alongAxis(window, axis));
    dispose(gradient, folded);
    gradient = reshape(dx, volume);
    dispose(dx);
  }
  return gradient;
}

/** W: (N * T, H, W, C) pooled along its columns; H: (N * T, H, W, C) and T: (N, T, H * W, C) along their rows. */
function foldAlong(x: Tensor, axis: Axis): Tensor {
  const [n, t, h, w, c] = volumeShape(x);
  return reshape(x, axis === 0 ? [n, t, h * w, c] : [n * t, h, w, c]);
}

function alongAxis({ kernel, strides }: PoolWindow, axis: Axis): PoolWindow2d {
  const size = kernel[axis];
  const stride = strides[axis];
  return axis === 2 ? { kernel: [1, size], strides: [1, stride] } : { kernel: [size, 1], strides: [stride, 1] };
}
