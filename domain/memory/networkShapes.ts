import type { BackboneId } from '@/domain/backbones';

/** (T, H, W) */
export type Triple = readonly [number, number, number];
export type ConvolutionShape = { kernel: Triple; stride: Triple; channels: number };
export type BlockShape = { convolutions: ConvolutionShape[]; shortcut: Triple | null };
/** `pools`: after the stem (0) or a stage (1, 2, ...). */
export type NetworkShape = {
  stem: ConvolutionShape;
  pools: { afterStage: number; kernel: Triple; stride: Triple }[];
  stages: BlockShape[][];
};

/** Kernels, strides and channels of the backbones: what sizes follow from. A test holds them against the networks that are trained. */
export const networkShapes = {
  micro_i3d: {
    stem: { kernel: [1, 5, 5], stride: [1, 2, 2], channels: 16 },
    pools: [{ afterStage: 0, kernel: [1, 3, 3], stride: [1, 2, 2] }],
    stages: [basic(16, [1, 1, 1], null), basic(32, [2, 2, 2], [2, 2, 2]), basic(64, [1, 1, 1], [1, 1, 1])],
  },
  resnet50_i3d: {
    stem: { kernel: [5, 7, 7], stride: [2, 2, 2], channels: 64 },
    pools: [
      { afterStage: 0, kernel: [3, 3, 3], stride: [2, 2, 2] },
      { afterStage: 1, kernel: [3, 1, 1], stride: [2, 1, 1] },
    ],
    stages: [bottlenecks(64, 3, 1), bottlenecks(128, 4, 2), bottlenecks(256, 6, 2), bottlenecks(512, 3, 2)],
  },
} as const satisfies Record<BackboneId, NetworkShape>;

/** 3 x 1 x 1, then 1 x 3 x 3; time strides in the first, space in the second. */
function basic(channels: number, [st, sh, sw]: Triple, shortcut: Triple | null): BlockShape[] {
  const convolutions: ConvolutionShape[] = [
    { kernel: [3, 1, 1], stride: [st, 1, 1], channels },
    { kernel: [1, 3, 3], stride: [1, sh, sw], channels },
  ];
  return [{ convolutions, shortcut }];
}

/** 3 x 1 x 1, 1 x 3 x 3, 1 x 1 x 1 and four times as wide; the first block strides in space and has a convolution as shortcut. */
function bottlenecks(width: number, blocks: number, stride: number): BlockShape[] {
  return Array.from({ length: blocks }, (_, index) => {
    const s = index === 0 ? stride : 1;
    return {
      convolutions: [
        { kernel: [3, 1, 1], stride: [1, 1, 1], channels: width },
        { kernel: [1, 3, 3], stride: [1, s, s], channels: width },
        { kernel: [1, 1, 1], stride: [1, 1, 1], channels: 4 * width },
      ],
      shortcut: index === 0 ? [1, s, s] : null,
    };
  });
}
