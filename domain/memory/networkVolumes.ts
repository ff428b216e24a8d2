import type { BackboneId } from '@/domain/backbones';
import { type NetworkShape, networkShapes, type Triple } from './networkShapes';

/** T, H, W and channels of the activations at some place of a network. */
type Volume = { size: Triple; channels: number };

/** Values that a network works with, for one clip. */
export type NetworkVolumes = {
  /** Its input: frames x side x side x 3. */
  input: number;
  /** What all convolutions give, the stem included. */
  convolved: number;
  /** What all blocks and pools give. */
  between: number;
  /** What one convolution reads and writes together, at most. */
  largest: number;
  /** Weights of all convolutions and their norms; the classifier, whose size follows from the data set, is small. */
  parameters: number;
  /** Output of every convolution in the order of the state dict: values of the activations, and of the weights. */
  units: { output: number; weights: number }[];
};

/** Walks a clip of `frames` pictures of `side` pixels through a backbone. */
export function networkVolumes(id: BackboneId, { frames, side }: { frames: number; side: number }): NetworkVolumes {
  const { stem, pools, stages }: NetworkShape = networkShapes[id];
  const units: NetworkVolumes['units'] = [];
  let between = 0;
  let largest = 0;
  const convolve = (from: Volume, to: { kernel: Triple; stride: Triple; channels: number }): Volume => {
    const result = { size: windowed(from.size, to), channels: to.channels };
    units.push({ output: valuesOf(result), weights: product(to.kernel) * from.channels * to.channels });
    largest = Math.max(largest, valuesOf(from) + valuesOf(result));
    return result;
  };
  const pooled = (from: Volume, stage: number): Volume => {
    let present = from;
    for (const pool of pools.filter(({ afterStage }) => afterStage === stage)) {
      present = { ...present, size: windowed(present.size, pool) };
      between += valuesOf(present);
    }
    return present;
  };
  const clip: Volume = { size: [frames, side, side], channels: 3 };
  let present = pooled(convolve(clip, stem), 0);
  let channels = stem.channels;
  stages.forEach((blocks, index) => {
    for (const { convolutions, shortcut } of blocks) {
      const from = present;
      for (const convolution of convolutions) present = convolve(present, convolution);
      if (shortcut) convolve(from, { kernel: [1, 1, 1], stride: shortcut, channels: present.channels });
      between += valuesOf(present);
      channels += convolutions.reduce((sum, convolution) => sum + convolution.channels, 0);
      if (shortcut) channels += present.channels;
    }
    present = pooled(present, index + 1);
  });
  const weights = units.reduce((sum, unit) => sum + unit.weights, 0);
  return {
    input: valuesOf(clip),
    convolved: units.reduce((sum, { output }) => sum + output, 0),
    between,
    largest,
    parameters: weights + 2 * channels,
    units,
  };
}

/** Windows that are padded by half their kernel on both sides: floor((size + 2 (k >> 1) - k) / stride) + 1. */
function windowed(size: Triple, { kernel, stride }: { kernel: Triple; stride: Triple }): Triple {
  const along = (axis: 0 | 1 | 2) =>
    Math.floor((size[axis] + 2 * (kernel[axis] >> 1) - kernel[axis]) / stride[axis]) + 1;
  return [along(0), along(1), along(2)];
}

function valuesOf({ size, channels }: Volume): number {
  return product(size) * channels;
}

function product([t, h, w]: Triple): number {
  return t * h * w;
}
