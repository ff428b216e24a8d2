import type { BlockSpec } from './backboneSpec';

const expansion = 4;

/**
 * Stages of bottlenecks 3 x 1 x 1, 1 x 3 x 3, 1 x 1 x 1, the last four times as wide. The first block of a stage strides in
 * space (in its 1 x 3 x 3) and has a convolution as shortcut.
 */
export function bottleneckStages(stages: { width: number; blocks: number; stride: number }[]): BlockSpec[][] {
  return stages.map(({ width, blocks, stride }) =>
    Array.from({ length: blocks }, (_, index): BlockSpec => {
      const s = index === 0 ? stride : 1;
      return {
        convolutions: [
          { kernel: [3, 1, 1], stride: [1, 1, 1], channels: width },
          { kernel: [1, 3, 3], stride: [1, s, s], channels: width },
          { kernel: [1, 1, 1], stride: [1, 1, 1], channels: expansion * width },
        ],
        shortcut: index === 0 ? [1, s, s] : null,
      };
    }),
  );
}
