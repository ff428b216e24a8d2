import { type BatchNormOutputs, batchNormGradient, batchNorm as runBatchNorm } from '@/workers/ml/engine/ops/batchNorm';
import { detach, dispose, keep, outsideScopes } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import type { ForwardMode, StateArray, Want } from './layer';
import { Parameter } from './parameter';

export type BatchNormSpec = {
  epsilon: number;
  /** PyTorch's: running = (1 - momentum) running + momentum batch. */
  momentum: number;
};

/**
 * Batch normalisation of folded activations (rank 4, channels last) as PyTorch's BatchNorm3d: over all axes but the channels,
 * biased variance to normalise, unbiased for the running variance. In evaluation mode the running statistics are constants.
 */
export class BatchNorm {
  private readonly gamma: Parameter;
  private readonly beta: Parameter;
  private mean: Tensor;
  private variance: Tensor;
  private next: Pick<BatchNormOutputs, 'mean' | 'variance'> | undefined;
  private remembered: { x: Tensor; saved: BatchNormOutputs['saved']; training: boolean } | undefined;

  constructor(
    private readonly name: string,
    private readonly channels: number,
    private readonly spec: BatchNormSpec,
  ) {
    const shape = [channels];
    const affine = (part: string, value: number) =>
      new Parameter({ name: `${name}.${part}`, shape, opShape: shape, decay: false, values: this.filled(value) });
    this.gamma = affine('weight', 1);
    this.beta = affine('bias', 0);
    this.mean = this.held(this.filled(0));
    this.variance = this.held(this.filled(1));
  }

  /**
   * Remembers x, which the caller leaves alive until `backward` or `release`.
   * @param relu max(0, y) follows; `backward` takes the gradient before it
   */
  forward(x: Tensor, mode: ForwardMode, relu = false): Tensor {
    const training = mode.training && mode.frozenNorms !== true;
    const inputs = { gamma: this.gamma.value(), beta: this.beta.value(), mean: this.mean, variance: this.variance };
    const { y, mean, variance, saved } = runBatchNorm(x, inputs, { ...this.spec, training, relu });
    this.release();
    if (training) this.next = { mean: keep(mean), variance: keep(variance) };
    else dispose(mean, variance);
    if (mode.keep) {
      for (const tensor of saved) keep(tensor);
      this.remembered = { x, saved, training };
    } else dispose(...saved);
    return y;
  }

  backward(dy: Tensor, { weights }: Want): Tensor {
    if (!this.remembered) throw new Error(`${this.name}: backward without a kept forward pass`);
    const { x, saved, training } = this.remembered;
    const gradient = batchNormGradient(
      dy,
      { x, gamma: this.gamma.value(), saved },
      { epsilon: this.spec.epsilon, training },
    );
    if (weights) {
      this.gamma.addGradient(gradient.gamma);
      this.beta.addGradient(gradient.beta);
    } else dispose(gradient.gamma, gradient.beta);
    dispose(...saved);
    this.remembered = undefined;
    return gradient.x;
  }

  /** The statistics of the last training pass become the running ones. */
  commit(): void {
    if (!this.next) return;
    dispose(this.mean, this.variance);
    this.mean = detach(this.next.mean);
    this.variance = detach(this.next.variance);
    this.next = undefined;
  }

  release(): void {
    dispose(this.next?.mean, this.next?.variance, ...(this.remembered?.saved ?? []));
    this.next = undefined;
    this.remembered = undefined;
  }

  dispose(): void {
    this.release();
    dispose(this.mean, this.variance);
    for (const parameter of this.parameters()) parameter.dispose();
  }

  parameters(): Parameter[] {
    return [this.gamma, this.beta];
  }

  state(): StateArray[] {
    const shape = [this.channels];
    return [
      {
        name: `${this.name}.running_mean`,
        shape,
        read: () => readTensor(this.mean),
        write: (values) => {
          dispose(this.mean);
          this.mean = this.held(values);
        },
      },
      {
        name: `${this.name}.running_var`,
        shape,
        read: () => readTensor(this.variance),
        write: (values) => {
          dispose(this.variance);
          this.variance = this.held(values);
        },
      },
    ];
  }

  private filled(value: number): Float32Array {
    return new Float32Array(this.channels).fill(value);
  }

  private held(values: Float32Array): Tensor {
    return outsideScopes(() => createTensor(values, [this.channels]));
  }
}
