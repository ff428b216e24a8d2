import { AppError } from '@/domain/errors';
import { floatConstant } from '@/workers/ml/engine/constants';
import { broadcastTo, reshape } from '@/workers/ml/engine/ops/arrange';
import { averagePool, averagePoolGradient, meanOverAxis } from '@/workers/ml/engine/ops/average';
import { multiply } from '@/workers/ml/engine/ops/elementwise';
import { scope } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { volumeShape } from './convolution/convolution';
import type { Triple } from './triple';

/**
 * Average pooling without padding at stride 1.
 * @param x (N, T, H, W, C)
 * @returns (N, T - kt + 1, P, C) with P = (H - kh + 1) (W - kw + 1) positions
 * @throws AppError('config_invalid') where the window is larger than x
 */
export function pooledFeatures(x: Tensor, [kt, kh, kw]: Triple): Tensor {
  return scope(() => {
    const [n, t, h, w, c] = volumeShape(x);
    if (t < kt || h < kh || w < kw) {
      const size = `${t} x ${h} x ${w}`;
      throw new AppError(
        'config_invalid',
        `the clip is too small: ${size} (frames x rows x columns) reach a head of ${kt} x ${kh} x ${kw}`,
      );
    }
    const positions = (h - kh + 1) * (w - kw + 1);
    const perFrame =
      positions === 1
        ? meanOverAxis(reshape(x, [n * t, h * w, c]), 1)
        : averagePool(reshape(x, [n * t, h, w, c]), [kh, kw]);
    const frames = reshape(perFrame, [n, t, positions, c]);
    return kt === 1 ? frames : averagePool(frames, [kt, 1]);
  });
}

/** Gradient of `pooledFeatures` at x of the shape given. */
export function pooledFeaturesGradient(dy: Tensor, inputShape: readonly number[], [kt, kh, kw]: Triple): Tensor {
  return scope(() => {
    const [n = 0, t = 0, h = 0, w = 0, c = 0] = inputShape;
    const positions = (h - kh + 1) * (w - kw + 1);
    const frames = kt === 1 ? dy : averagePoolGradient(dy, { inputShape: [n, t, positions, c], window: [kt, 1] });
    if (positions === 1) {
      const share = multiply(reshape(frames, [n * t, 1, c]), floatConstant(1 / (h * w)));
      return reshape(broadcastTo(share, [n * t, h * w, c]), inputShape);
    }
    const perFrame = reshape(frames, [n * t, h - kh + 1, w - kw + 1, c]);
    return reshape(averagePoolGradient(perFrame, { inputShape: [n * t, h, w, c], window: [kh, kw] }), inputShape);
  });
}
