import type { BatchNormSpec } from '@/workers/ml/layers/batchNorm';
import type { Triple } from '@/workers/ml/layers/triple';

export type ConvolutionSpec = { kernel: Triple; stride: Triple; channels: number };

export type BlockSpec = {
  /** Each with batch norm; ReLU after all but the last, which meets the shortcut first. */
  convolutions: ConvolutionSpec[];
  /** Stride of a 1 x 1 x 1 convolution with batch norm; null: the identity. */
  shortcut: Triple | null;
};

/** A network of the I3D-ResNet family as data. All sizes are (T, H, W); all convolutions are padded by kernel >> 1. */
export type BackboneSpec = {
  name: string;
  stem: ConvolutionSpec;
  /** Max pools; afterStage 0 = after the stem, 1 = after the first stage, ... */
  pools: { afterStage: number; kernel: Triple; strides: Triple }[];
  stages: BlockSpec[][];
  /** Window of the average pool at stride 1, and the dropout before the classifier. */
  head: { kernel: Triple; dropout: number };
  norm: BatchNormSpec;
  shortcutNorm: BatchNormSpec;
  initialisation: {
    /** uniform +-1/sqrt(fan_in), or normal with variance 2/fan_out */
    convolutions: 'uniform_fan_in' | 'kaiming_fan_out';
    /** A constant, or uniform +-1/sqrt(fan_in) as PyTorch does. */
    classifierBias: number | 'uniform_fan_in';
  };
};
