import type { BackboneSpec } from './backboneSpec';
import { bottleneckStages } from './bottleneckStages';

/**
 * ResNet50-I3D of PyVideoResearch, the backbone of the paper: every bottleneck begins with a 3 x 1 x 1 convolution, the norms of
 * the shortcuts have PyTorch's default epsilon and momentum, T_out = ceil(T / 8) - 1.
 */
export const resnet50I3d: BackboneSpec = {
  name: 'ResNet50-I3D',
  stem: { kernel: [5, 7, 7], stride: [2, 2, 2], channels: 64 },
  pools: [
    { afterStage: 0, kernel: [3, 3, 3], strides: [2, 2, 2] },
    { afterStage: 1, kernel: [3, 1, 1], strides: [2, 1, 1] },
  ],
  stages: bottleneckStages([
    { width: 64, blocks: 3, stride: 1 },
    { width: 128, blocks: 4, stride: 2 },
    { width: 256, blocks: 6, stride: 2 },
    { width: 512, blocks: 3, stride: 2 },
  ]),
  head: { kernel: [2, 7, 7], dropout: 0.5 },
  norm: { epsilon: 1e-3, momentum: 0.01 },
  shortcutNorm: { epsilon: 1e-5, momentum: 0.1 },
  initialisation: { convolutions: 'kaiming_fan_out', classifierBias: 'uniform_fan_in' },
};
