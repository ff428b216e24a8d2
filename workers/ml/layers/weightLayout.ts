import type { Triple } from './triple';

/** Shape (O, I, t, h, w) of a convolution weight in PyTorch. */
export type TorchWeightShape = readonly [number, number, number, number, number];

/** Shape of a convolution weight in PyTorch's layout. */
export function torchWeightShape(kernel: Triple, inputs: number, outputs: number): TorchWeightShape {
  return [outputs, inputs, ...kernel];
}

/** PyTorch's (O, I, t, h, w) to the engine's (t, h, w, I, O). */
export function fromTorchLayout(values: Float32Array, [o, i, ...kernel]: TorchWeightShape): Float32Array {
  const taps = kernel[0] * kernel[1] * kernel[2];
  const result = new Float32Array(values.length);
  let to = 0;
  for (let tap = 0; tap < taps; tap++) {
    for (let input = 0; input < i; input++) {
      for (let output = 0; output < o; output++) {
        result[to++] = values[(output * i + input) * taps + tap] as number;
      }
    }
  }
  return result;
}

/** The engine's (t, h, w, I, O) to PyTorch's (O, I, t, h, w). */
export function toTorchLayout(values: Float32Array, [o, i, ...kernel]: TorchWeightShape): Float32Array {
  const taps = kernel[0] * kernel[1] * kernel[2];
  const result = new Float32Array(values.length);
  let from = 0;
  for (let tap = 0; tap < taps; tap++) {
    for (let input = 0; input < i; input++) {
      for (let output = 0; output < o; output++) {
        result[(output * i + input) * taps + tap] = values[from++] as number;
      }
    }
  }
  return result;
}
