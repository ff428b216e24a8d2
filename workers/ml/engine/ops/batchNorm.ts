import { execute } from '@/workers/ml/engine/execute';
import { attribute } from '@/workers/ml/engine/nativeBinding';
import { dispose } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';

export type BatchNormInputs = { gamma: Tensor; beta: Tensor; mean: Tensor; variance: Tensor };
export type BatchNormOptions = {
  epsilon: number;
  /** Share of the batch in the new running statistics (PyTorch's momentum). */
  momentum: number;
  training: boolean;
};
export type BatchNormOutputs = {
  y: Tensor;
  /** New running statistics: (1 - momentum) old + momentum batch, with the unbiased batch variance as in PyTorch. */
  mean: Tensor;
  variance: Tensor;
  /** For the gradient. */
  saved: [Tensor, Tensor, Tensor];
};

/**
 * Batch normalisation over all axes but the last. Training normalises with the batch, otherwise with `mean` and `variance`.
 * @param x (N, H, W, C), rank 4: rank 5 takes a path that is three times slower
 */
export function batchNorm(x: Tensor, inputs: BatchNormInputs, options: BatchNormOptions): BatchNormOutputs {
  const [y, mean, variance, ...saved] = execute(
    'FusedBatchNormV3',
    [x, inputs.gamma, inputs.beta, inputs.mean, inputs.variance],
    [
      attribute.float('epsilon', options.epsilon),
      attribute.float('exponential_avg_factor', options.momentum),
      attribute.bool('is_training', options.training),
    ],
    6,
  );
  const [first, second, third] = saved;
  if (!y || !mean || !variance || !first || !second || !third) throw new Error('FusedBatchNormV3 returned too little');
  return { y, mean, variance, saved: [first, second, third] };
}

/** Gradients at x, gamma and beta. With training = false the statistics count as constants. */
export function batchNormGradient(
  dy: Tensor,
  { x, gamma, saved }: { x: Tensor; gamma: Tensor; saved: [Tensor, Tensor, Tensor] },
  { epsilon, training }: Pick<BatchNormOptions, 'epsilon' | 'training'>,
): { x: Tensor; gamma: Tensor; beta: Tensor } {
  const [dx, dGamma, dBeta, ...unused] = execute(
    'FusedBatchNormGradV3',
    [dy, x, gamma, ...saved],
    [attribute.float('epsilon', epsilon), attribute.bool('is_training', training)],
    5,
  );
  dispose(...unused);
  if (!dx || !dGamma || !dBeta) throw new Error('FusedBatchNormGradV3 returned too little');
  return { x: dx, gamma: dGamma, beta: dBeta };
}
