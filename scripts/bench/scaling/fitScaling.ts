import { backbones } from '@/domain/backbones';
import type { BenchTask } from '@/scripts/bench/measurement';
import { fitLine, type Line } from './fitLine';
import { type ScalingPoint, scalingKinds } from './scalingPoints';

/** The cost of one kind of step. */
export type ScalingFit = {
  kind: BenchTask['task'];
  /** Milliseconds = intercept + slope x (clips x frames), over all sizes. */
  time: Line;
  /** Peak resident MiB over clips x frames. */
  memory: Line;
  /** Milliseconds = intercept + slope x clips, for each T. */
  perLength: { frames: number; time: Line }[];
  /** Operations a second that the slope stands for. */
  flopPerSecond: number;
};

/** Passes of a clip: forward, gradient of the inputs and gradient of the weights are one each. */
const passes = { forward: 1, saliency: 2, train: 3 } as const;

const x = ({ frames, batch }: BenchTask) => frames * batch;
const measuredOf = (points: readonly ScalingPoint[], kind: BenchTask['task']) =>
  points.filter(({ task, leftOutGiB }) => task.task === kind && leftOutGiB === null);

/** Fits of every kind of which two different sizes at least were measured. */
export function fitScaling(points: readonly ScalingPoint[]): ScalingFit[] {
  return scalingKinds.flatMap((kind) => {
    const measured = measuredOf(points, kind);
    if (new Set(measured.map(({ task }) => x(task))).size < 2) return [];
    const time = fitLine(measured.map(({ task, bestMs }) => ({ x: x(task), y: bestMs })));
    const memory = fitLine(measured.map(({ task, peakMiB }) => ({ x: x(task), y: peakMiB })));
    const lengths = [...new Set(measured.map(({ task }) => task.frames))];
    const perLength = lengths.flatMap((frames) => {
      const own = measured.filter(({ task }) => task.frames === frames);
      const line = own.map(({ task, bestMs }) => ({ x: task.batch, y: bestMs }));
      return own.length < 2 ? [] : [{ frames, time: fitLine(line) }];
    });
    const { forwardFlop, clip } = backbones.resnet50_i3d;
    const flopPerFrame = (passes[kind] * forwardFlop) / clip.frames;
    return [{ kind, time, memory, perLength, flopPerSecond: (1000 * flopPerFrame) / time.slope }];
  });
}

/** What a size will need [GiB], foretold from the smaller ones of its kind; null while fewer than two are known. */
export function foretellGiB(points: readonly ScalingPoint[], task: BenchTask): number | null {
  const known = measuredOf(points, task.task).map((point) => ({ x: x(point.task), y: point.peakMiB }));
  if (new Set(known.map((point) => point.x)).size < 2) return null;
  const { intercept, slope } = fitLine(known);
  return (intercept + slope * x(task)) / 1024;
}
