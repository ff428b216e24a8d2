import { pad, slice } from '@/workers/ml/engine/ops/arrange';
import {
  hasNativeMaxPool,
  type NativePooled,
  nativeMaxPool,
  nativeMaxPoolGradient,
  type PoolWindow,
} from '@/workers/ml/engine/ops/nativeMaxPool';
import { dispose, keep } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { volumeShape, windowPadding } from './convolution/convolution';
import { type Layer, stateless } from './layer';
import { type SeparablePooled, separableMaxPool, separableMaxPoolGradient } from './separableMaxPool';

type Pooled = { native: NativePooled } | { separable: SeparablePooled };
type Remembered = { pooled: Pooled; inputShape: readonly number[]; begin: number[] };

/**
 * Max pooling with PyTorch's padding: kernel >> 1 on both sides of T, H, W, counting as -infinity. Of equal maxima the first in
 * (T, H, W) order takes the gradient, as in PyTorch.
 */
export function createMaxPool(window: PoolWindow, isNative: () => boolean = hasNativeMaxPool): Layer {
  let remembered: Remembered | undefined;

  function release(): void {
    if (remembered) dispose(...ownTensors(remembered.pooled));
    remembered = undefined;
  }

  function pool(padded: Tensor): { y: Tensor; pooled: Pooled } {
    if (isNative()) {
      const { y, pooled } = nativeMaxPool(padded, window);
      return { y, pooled: { native: pooled } };
    }
    const separable = separableMaxPool(padded, window);
    return { y: separable.y, pooled: { separable } };
  }

  return {
    ...stateless,
    forward(x, mode) {
      release();
      const [, t, h, w] = volumeShape(x);
      const amounts = [t, h, w].map((size, k) => windowPadding(size, window.kernel[k] ?? 1, window.strides[k] ?? 1));
      const padded = pad(x, [[0, 0], ...amounts, [0, 0]], Number.NEGATIVE_INFINITY);
      const { y, pooled } = pool(padded);
      dispose(padded);
      if (mode.keep) {
        for (const tensor of ownTensors(pooled)) keep(tensor);
        remembered = { pooled, inputShape: x.shape, begin: [0, ...amounts.map(([before]) => before), 0] };
      } else dispose(...ownTensors(pooled));
      return y;
    },
    backward(dy, want) {
      if (!remembered) throw new Error('max pool: backward without a kept forward pass');
      const { pooled, inputShape, begin } = remembered;
      if (!want.input) {
        release();
        return undefined;
      }
      const whole =
        'native' in pooled
          ? nativeMaxPoolGradient(dy, pooled.native, window)
          : separableMaxPoolGradient(dy, pooled.separable, window);
      release();
      const dx = slice(whole, begin, inputShape);
      dispose(whole);
      return dx;
    },
    release,
    dispose: release,
  };
}

/** What the layer holds besides y, which is the caller's. */
function ownTensors(pooled: Pooled): Tensor[] {
  if ('native' in pooled) return [pooled.native.positions];
  return pooled.separable.steps.flatMap(({ x, y }) => [x, y]);
}
