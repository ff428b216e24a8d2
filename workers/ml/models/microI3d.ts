import type { Triple } from '@/workers/ml/layers/triple';
import type { BackboneSpec, BlockSpec } from './backboneSpec';

const norm = { epsilon: 1e-5, momentum: 0.1 };

/** a: 3 x 1 x 1, b: 1 x 3 x 3; time is halved in a, space in b. */
function block(channels: number, stride: Triple, shortcut: Triple | null): BlockSpec[] {
  const [st, sh, sw] = stride;
  return [
    {
      convolutions: [
        { kernel: [3, 1, 1], stride: [st, 1, 1], channels },
        { kernel: [1, 3, 3], stride: [1, sh, sw], channels },
      ],
      shortcut,
    },
  ];
}

/** Micro-I3D: the backbone of the paper divided by four, for clips of 8 x 56 x 56; T_out = T / 2. */
export const microI3d: BackboneSpec = {
  name: 'Micro-I3D',
  stem: { kernel: [1, 5, 5], stride: [1, 2, 2], channels: 16 },
  pools: [{ afterStage: 0, kernel: [1, 3, 3], strides: [1, 2, 2] }],
  stages: [block(16, [1, 1, 1], null), block(32, [2, 2, 2], [2, 2, 2]), block(64, [1, 1, 1], [1, 1, 1])],
  head: { kernel: [1, 7, 7], dropout: 0.3 },
  norm,
  shortcutNorm: norm,
  initialisation: { convolutions: 'uniform_fan_in', classifierBias: -2 },
};
