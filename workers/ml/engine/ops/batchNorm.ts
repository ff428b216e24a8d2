import { execute } from '@/workers/ml/engine/execute';
import { attribute } from '@/workers/ml/engine/nativeBinding';
import { dispose, scope } from '@/workers/ml/engine/scope';
import { dataTypes, type Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { shapeOnly } from './arrange';
import { relu } from './elementwise';
import { oneDnnKernel, probe } from './oneDnn';

export type BatchNormInputs = { gamma: Tensor; beta: Tensor; mean: Tensor; variance: Tensor };
export type BatchNormOptions = {
  epsilon: number;
  /** Share of the batch in the new running statistics (PyTorch's momentum). */
  momentum: number;
  training: boolean;
  /** y = max(0, what comes out of the norm), in the same pass where possible. */
  relu?: boolean;
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
  if (!options.relu) return run('FusedBatchNormV3', x, inputs, options);
  if (hasFusedNormRelu()) return rectified(run('_MklNativeFusedBatchNormEx', x, inputs, options));
  const { y, ...rest } = run('FusedBatchNormV3', x, inputs, options);
  const positive = relu(y);
  dispose(y);
  return { y: positive, ...rest };
}

/** The third of the saved tensors is the ReLU's mask, an eighth of y, for a gradient op that takes the ReLU back too; ours does not. */
function rectified({ saved: [first, second, mask], ...rest }: BatchNormOutputs): BatchNormOutputs {
  dispose(mask);
  return { ...rest, saved: [first, second, shapeOnly([0])] };
}

/** Whether oneDNN's batch norm with a ReLU inside is there, which costs no more than the norm alone. */
export const hasFusedNormRelu = probe(() =>
  scope(() => {
    const channel = (value: number) => createTensor(Float32Array.of(value), [1]);
    const inputs = { gamma: channel(1), beta: channel(1), mean: channel(0), variance: channel(1) };
    const x = createTensor(Float32Array.of(-3, 3), [1, 1, 2, 1]);
    const options = { epsilon: 0, momentum: 1, training: true };
    const { y, mean, variance } = run('_MklNativeFusedBatchNormEx', x, inputs, options);
    return [y, mean, variance].map((tensor) => readTensor(tensor).join()).join(' ') === '0,2 0 18';
  }),
);

function run(op: string, x: Tensor, inputs: BatchNormInputs, options: BatchNormOptions): BatchNormOutputs {
  const rectifying = [
    attribute.type('T', dataTypes.float32),
    attribute.type('U', dataTypes.float32),
    attribute.int('num_side_inputs', 0),
    attribute.string('activation_mode', 'Relu'),
    oneDnnKernel,
  ];
  const [y, mean, variance, ...saved] = execute(
    op,
    [x, inputs.gamma, inputs.beta, inputs.mean, inputs.variance],
    [
      attribute.float('epsilon', options.epsilon),
      attribute.float('exponential_avg_factor', options.momentum),
      attribute.bool('is_training', options.training),
      ...(op === 'FusedBatchNormV3' ? [] : rectifying),
    ],
    6,
  );
  const [first, second, third] = saved;
  if (!y || !mean || !variance || !first || !second || !third) throw new Error(`${op} returned too little`);
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
