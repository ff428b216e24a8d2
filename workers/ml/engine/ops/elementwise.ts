import { executeOne } from '@/workers/ml/engine/execute';
import { attribute } from '@/workers/ml/engine/nativeBinding';
import { dataTypes, type Tensor } from '@/workers/ml/engine/tensor';

/** Sum, shapes broadcast. */
export const add = (a: Tensor, b: Tensor): Tensor => executeOne('AddV2', [a, b], []);

/** Difference a - b, shapes broadcast. */
export const subtract = (a: Tensor, b: Tensor): Tensor => executeOne('Sub', [a, b], []);

/** Product of elements, shapes broadcast. */
export const multiply = (a: Tensor, b: Tensor): Tensor => executeOne('Mul', [a, b], []);

/** max(x, 0) */
export const relu = (x: Tensor): Tensor => executeOne('Relu', [x], []);

/** dy where the ReLU's output y is positive, else 0. */
export const reluGradient = (dy: Tensor, y: Tensor): Tensor => executeOne('ReluGrad', [dy, y], []);

/** x (..., C) + bias (C). */
export const addBias = (x: Tensor, bias: Tensor): Tensor => executeOne('BiasAdd', [x, bias], []);

/** Gradient of `addBias` at the bias: sum over all axes but the last. */
export const biasGradient = (dy: Tensor): Tensor => executeOne('BiasAddGrad', [dy], []);

/** To float32, for example from an uploaded uint8 clip: a quarter of the bytes cross to the device. */
export const toFloat = (x: Tensor): Tensor =>
  executeOne(
    'Cast',
    [x],
    [
      attribute.type('SrcT', dataTypes[x.dtype]),
      attribute.type('DstT', dataTypes.float32),
      attribute.bool('Truncate', false),
    ],
  );
