import { intConstant } from '@/workers/ml/engine/constants';
import { executeOne } from '@/workers/ml/engine/execute';
import { type Attribute, attribute } from '@/workers/ml/engine/nativeBinding';
import type { Tensor } from '@/workers/ml/engine/tensor';

/** Mean over one axis, which disappears. */
export function meanOverAxis(x: Tensor, axis: number): Tensor {
  return executeOne('Mean', [x, intConstant([axis])], [attribute.bool('keep_dims', false)]);
}

/** Mean of every h x w window, stride 1, no padding. @param x (N, H, W, C) */
export function averagePool(x: Tensor, window: readonly [number, number]): Tensor {
  return executeOne('AvgPool', [x], attributesOf(window));
}

/** Gradient of `averagePool` at its input. */
export function averagePoolGradient(
  dy: Tensor,
  { inputShape, window }: { inputShape: readonly number[]; window: readonly [number, number] },
): Tensor {
  return executeOne('AvgPoolGrad', [intConstant(inputShape), dy], attributesOf(window));
}

function attributesOf(window: readonly [number, number]): Attribute[] {
  return [
    attribute.int('ksize', [1, ...window, 1]),
    attribute.int('strides', [1, 1, 1, 1]),
    attribute.string('padding', 'VALID'),
  ];
}
