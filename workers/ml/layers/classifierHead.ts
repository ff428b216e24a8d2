import { floatConstant } from '@/workers/ml/engine/constants';
import { broadcastTo, reshape } from '@/workers/ml/engine/ops/arrange';
import { meanOverAxis } from '@/workers/ml/engine/ops/average';
import { addBias, biasGradient, multiply } from '@/workers/ml/engine/ops/elementwise';
import { dispose, keep, scope } from '@/workers/ml/engine/scope';
import { elementCount, type Tensor } from '@/workers/ml/engine/tensor';
import { shareTensor } from '@/workers/ml/engine/transfer';
import { pooledFeatures, pooledFeaturesGradient } from './averageFeatures';
import { pointwiseConvolution } from './convolution/pointwiseConvolution';
import { dropoutMask } from './dropoutMask';
import { type ForwardMode, type Layer, stateless } from './layer';
import { Parameter } from './parameter';
import type { Triple } from './triple';

export type ClassifierHeadOptions = {
  /** Window of the average pool over T, H, W. */
  kernel: Triple;
  features: number;
  classes: number;
  /** Share of the pooled features that training sets to zero. */
  dropout: number;
  /** fc.weight (classes, features, 1, 1, 1) and fc.bias (classes). */
  values: { weight: Float32Array; bias: Float32Array };
};

type Remembered = { inputShape: readonly number[]; features: Tensor; mask: Tensor | undefined; positions: number };

/**
 * Average pool, dropout, mean over the positions left (one at the design size), linear classifier of every time step. The mean
 * commutes with the classifier, so that this equals PyVideoResearch's classifier of every position.
 * @returns logits (N, T_out, classes) instead of a volume
 */
export function createClassifierHead({ kernel, features, classes, dropout, values }: ClassifierHeadOptions): Layer {
  const linear = pointwiseConvolution({ kernel: [1, 1, 1], stride: [1, 1, 1], inputs: features, outputs: classes });
  const weight = new Parameter({
    name: 'fc.weight',
    shape: [classes, features, 1, 1, 1],
    opShape: linear.weightShape,
    decay: true,
    values: values.weight,
  });
  const bias = new Parameter({
    name: 'fc.bias',
    shape: [classes],
    opShape: [classes],
    decay: false,
    values: values.bias,
  });
  let remembered: Remembered | undefined;

  function release(): void {
    dispose(remembered?.features, remembered?.mask);
    remembered = undefined;
  }

  function makeMask(shape: readonly number[], { training, dropoutSeed }: ForwardMode): Tensor | undefined {
    if (!training || dropout === 0) return undefined;
    if (dropoutSeed === undefined) throw new Error('training with dropout needs a dropoutSeed');
    return shareTensor(dropoutMask(elementCount(shape), dropout, dropoutSeed), shape);
  }

  return {
    ...stateless,
    forward(x, mode) {
      release();
      return scope(() => {
        const pooled = pooledFeatures(x, kernel); // (N, T_out, P, C)
        const [n = 0, steps = 0, positions = 0] = pooled.shape;
        const mask = makeMask(pooled.shape, mode);
        const dropped = mask ? multiply(pooled, mask) : pooled;
        const mean = positions === 1 ? dropped : meanOverAxis(dropped, 2);
        const rows = linear.prepare(reshape(mean, [1, 1, 1, n * steps, features]));
        if (mode.keep) remembered = { inputShape: x.shape, features: keep(rows), mask: mask && keep(mask), positions };
        return reshape(addBias(linear.forward(rows, weight.value()), bias.value()), [n, steps, classes]);
      });
    },
    backward(dLogits, want) {
      if (!remembered) throw new Error('classifier: backward without a kept forward pass');
      const { inputShape, features: rows, mask, positions } = remembered;
      const dx = scope(() => {
        const [n = 0, steps = 0] = dLogits.shape;
        const dRows = reshape(dLogits, [1, 1, n * steps, classes]);
        const dMean = want.input && linear.inputGradient(weight.value(), dRows, [1, 1, 1, n * steps, features]);
        if (want.weights) {
          weight.addGradient(linear.weightGradient(rows, dRows));
          bias.addGradient(biasGradient(dRows));
        }
        if (!dMean) return undefined;
        const dFeatures = reshape(dMean, [n, steps, 1, features]);
        const spread =
          positions === 1
            ? dFeatures
            : broadcastTo(multiply(dFeatures, floatConstant(1 / positions)), [n, steps, positions, features]);
        return pooledFeaturesGradient(mask ? multiply(spread, mask) : spread, inputShape, kernel);
      });
      release();
      return dx;
    },
    release,
    dispose() {
      release();
      weight.dispose();
      bias.dispose();
    },
    parameters: () => [weight, bias],
  };
}
