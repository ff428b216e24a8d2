import type { BenchTask } from '@/scripts/bench/measurement';

export const scalingKinds = ['forward', 'saliency', 'train'] as const;
const lengths = [16, 32, 64];
const batches = [1, 2, 4];

/** What is measured: ResNet50-I3D at 224 px with all cores, small inputs first, so that the memory of large ones can be foretold. */
export function scalingTasks(cores: number, quick: boolean): BenchTask[] {
  const sizes = lengths.flatMap((frames) => batches.map((batch) => ({ frames, batch })));
  const small = sizes.filter(({ frames, batch }) => !quick || frames * batch <= 32);
  const sorted = small.sort((a, b) => a.frames * a.batch - b.frames * b.batch || a.frames - b.frames);
  return scalingKinds.flatMap((task) =>
    sorted.map((size) => ({ backbone: 'resnet50_i3d' as const, task, side: 224, threads: cores, ...size })),
  );
}

/** A size of input: best and median milliseconds a step; null where it was left out for want of memory. */
export type ScalingPoint = {
  task: BenchTask;
  /** GiB it would have needed, as the smaller inputs foretell; null where it was measured. */
  leftOutGiB: number | null;
  bestMs: number;
  medianMs: number;
  cpuMs: number;
  peakMiB: number;
};
