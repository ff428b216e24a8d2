import type { Finish } from '@/workers/ml/engine/ops/fusedConvolution';
import type { Tensor } from '@/workers/ml/engine/tensor';
import type { Triple } from '@/workers/ml/layers/triple';

export type ConvolutionGeometry = { kernel: Triple; stride: Triple; inputs: number; outputs: number };

/** (N, T, H, W, C) */
export type VolumeShape = readonly [number, number, number, number, number];

/**
 * A convolution of volumes without bias, padded by kernel >> 1 on both sides of T, H and W as in PyTorch, as the ops that are
 * fastest for its kernel. The order in memory is the volume's, the rank is what the ops like ("folded", rank 4, channels last).
 */
export type Convolution = {
  /** Shape the ops want the weight in; in memory always (t, h, w, I, O). */
  readonly weightShape: readonly number[];
  /** The volume of an output as `forward` returns it. */
  foldedShape(output: VolumeShape): number[];
  /** x as the ops want it, padding included. A new tensor; `weightGradient` needs it again. */
  prepare(x: Tensor): Tensor;
  /** @param finish bias, sum (folded) and ReLU that follow, in the same pass where possible @returns folded, rank 4 */
  forward(prepared: Tensor, weight: Tensor, finish?: Finish): Tensor;
  /** @param dy folded like the result of `forward` */
  weightGradient(prepared: Tensor, dy: Tensor): Tensor;
  /** @returns (N, T, H, W, C) */
  inputGradient(weight: Tensor, dy: Tensor, inputShape: VolumeShape): Tensor;
};

/** (N * T, H, W, C): every frame a picture. */
export const asFrames = ([n, t, h, w, c]: VolumeShape): number[] => [n * t, h, w, c];

/** The shape of a volume tensor, checked. */
export function volumeShape(x: Tensor): VolumeShape {
  const [n, t, h, w, c] = x.shape;
  if (
    n === undefined ||
    t === undefined ||
    h === undefined ||
    w === undefined ||
    c === undefined ||
    x.shape.length > 5
  ) {
    throw new Error(`expected (N, T, H, W, C), got [${x.shape.join(', ')}]`);
  }
  return [n, t, h, w, c];
}

/** Shape of the output volume: floor((size + 2 (k >> 1) - k) / stride) + 1 per axis. */
export function convolvedShape([n, t, h, w]: VolumeShape, geometry: ConvolutionGeometry): VolumeShape {
  const { kernel, stride, outputs } = geometry;
  return [
    n,
    convolvedSize(t, kernel[0], stride[0]),
    convolvedSize(h, kernel[1], stride[1]),
    convolvedSize(w, kernel[2], stride[2]),
    outputs,
  ];
}

export function convolvedSize(size: number, kernel: number, stride: number): number {
  return Math.floor((size + 2 * (kernel >> 1) - kernel) / stride) + 1;
}

/** Elements to add before and after an axis so that windows without padding see PyTorch's symmetric one, and no more. */
export function windowPadding(size: number, kernel: number, stride: number): [number, number] {
  const before = kernel >> 1;
  const last = (convolvedSize(size, kernel, stride) - 1) * stride + kernel;
  return [before, Math.max(0, last - size - before)];
}
