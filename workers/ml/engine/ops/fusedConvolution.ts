import { executeOne } from '@/workers/ml/engine/execute';
import { attribute } from '@/workers/ml/engine/nativeBinding';
import { dispose, scope } from '@/workers/ml/engine/scope';
import { dataTypes, type Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { type Convolution2dOptions, convolution2d } from './convolution2d';
import { type Convolution3dOptions, convolution3d } from './convolution3d';
import { add, addBias, relu } from './elementwise';
import { oneDnnKernel, probe } from './oneDnn';

/** What follows a convolution: + bias (O), + side (of the shape of the result), ReLU, in this order. */
export type Finish = { bias: Tensor; side?: Tensor; relu: boolean };

/** @param axes sizes of the axes before the last of pictures or volumes: [1] or [1, 1] */
const probeOf = (axes: readonly number[]) =>
  probe(() =>
    scope(() => {
      const x = createTensor(Float32Array.of(1, -3), [1, ...axes, 2, 1]);
      const filter = createTensor(Float32Array.of(2), [...axes, 1, 1, 1]);
      const finish = { bias: createTensor(Float32Array.of(1), [1]), side: x, relu: true };
      const y = native(x, filter, { strides: [...axes, 1], padding: 'VALID' }, finish);
      return readTensor(y).join() === '4,0' && readTensor(x).join() === '1,-3';
    }),
  );

/** Whether oneDNN's convolution with bias, sum and ReLU inside is there: the activations are written once instead of four times. */
export const hasFusedConvolution2d = probeOf([1]);
export const hasFusedConvolution3d = probeOf([1, 1]);

/**
 * `convolution2d` and what follows it, in one pass where that is possible: with the same bits on processors with AVX-512, elsewhere
 * oneDNN may add the bias first.
 */
export function fusedConvolution2d(x: Tensor, filter: Tensor, options: Convolution2dOptions, finish: Finish): Tensor {
  return hasFusedConvolution2d()
    ? native(x, filter, options, finish)
    : finishConvolution(convolution2d(x, filter, options), finish);
}

/** The same for `convolution3d`. */
export function fusedConvolution3d(x: Tensor, filter: Tensor, options: Convolution3dOptions, finish: Finish): Tensor {
  return hasFusedConvolution3d()
    ? native(x, filter, options, finish)
    : finishConvolution(convolution3d(x, filter, options), finish);
}

/** The same op by op. @param convolved is disposed */
export function finishConvolution(convolved: Tensor, { bias, side, relu: rectified }: Finish): Tensor {
  let y = convolved;
  const replace = (next: Tensor) => {
    dispose(y);
    y = next;
  };
  replace(addBias(y, bias));
  if (side) replace(add(y, side));
  if (rectified) replace(relu(y));
  return y;
}

type Options = { strides: readonly number[]; padding: 'SAME' | 'VALID' };

function native(x: Tensor, filter: Tensor, { strides, padding }: Options, finish: Finish): Tensor {
  const { bias, side, relu: rectified } = finish;
  const more = side ? [bias, side] : [bias];
  const float32 = dataTypes.float32;
  const flat = strides.length === 2;
  const types = more.map(() => float32);
  return executeOne(
    flat ? '_MklNativeFusedConv2D' : '_MklNativeFusedConv3D',
    [x, filter, ...more],
    [
      attribute.type('T', float32),
      ...(flat ? [attribute.types('TArgs', types)] : []),
      attribute.int('num_args', more.length),
      attribute.int('strides', [1, ...strides, 1]),
      attribute.string('padding', padding),
      attribute.strings('fused_ops', ['BiasAdd', ...(side ? ['Add'] : []), ...(rectified ? ['Relu'] : [])]),
      oneDnnKernel,
    ],
  );
}
