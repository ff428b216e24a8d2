import { describe, expect, it } from 'vitest';
import type { BenchTask } from '@/scripts/bench/measurement';
import { fitLine } from '@/scripts/bench/scaling/fitLine';
import { fitScaling, foretellGiB } from '@/scripts/bench/scaling/fitScaling';
import { type ScalingPoint, scalingTasks } from '@/scripts/bench/scaling/scalingPoints';
import { scalingMarkdown } from '@/scripts/bench/scaling/scalingReport';

/** A machine whose steps cost 100 ms and 2 ms more for every frame, and 500 MiB and 4 MiB more. */
function exactPoint(task: BenchTask): ScalingPoint {
  const size = task.frames * task.batch;
  const bestMs = 100 + 2 * size;
  return { task, leftOutGiB: null, bestMs, medianMs: bestMs, cpuMs: bestMs, peakMiB: 500 + 4 * size };
}

describe('a fitted line', () => {
  it('is the one of least squares, with its residuals', () => {
    // By hand: mean (2, 3), slope = (-1 * -2 + 0 * 1 + 1 * 1) / 2 = 1.5, intercept 0; residuals -.5, 1, -.5.
    const line = fitLine([
      { x: 1, y: 1 },
      { x: 2, y: 4 },
      { x: 3, y: 4 },
    ]);
    expect(line.slope).toBeCloseTo(1.5, 12);
    expect(line.intercept).toBeCloseTo(0, 12);
    expect(line.rms).toBeCloseTo(Math.sqrt(1.5 / 3), 12);
    expect(line.worst).toBeCloseTo(0.5, 12);
  });

  it('needs two sizes', () => {
    expect(() => fitLine([{ x: 1, y: 1 }])).toThrow(RangeError);
  });
});

describe('the cost of a clip', () => {
  const points = scalingTasks(2, false).map(exactPoint);

  it('is found again in points that lie on a line, for every kind of step and every T', () => {
    const fits = fitScaling(points);
    expect(fits.map(({ kind }) => kind)).toEqual(['forward', 'saliency', 'train']);
    for (const { time, memory, perLength } of fits) {
      expect(time.intercept).toBeCloseTo(100, 8);
      expect(time.slope).toBeCloseTo(2, 8);
      expect(memory.slope).toBeCloseTo(4, 8);
      expect(perLength.map(({ frames, time: own }) => [frames, Math.round(own.slope)])).toEqual([
        [16, 32],
        [32, 64],
        [64, 128],
      ]);
    }
  });

  it('is a rate of operations: three times as many in a training step as in a forward pass', () => {
    const [forward, , train] = fitScaling(points);
    expect(train!.flopPerSecond / forward!.flopPerSecond).toBeCloseTo(3, 8);
    // 145.67 GFLOP over 64 frames of 2 ms each
    expect(forward!.flopPerSecond / 1e9).toBeCloseTo(145.67 / 0.128, 6);
  });

  it('foretells memory of a larger size once two smaller ones are known, and fits what is left when one is left out', () => {
    const [first, second, ...rest] = points.filter(({ task }) => task.task === 'train');
    const largest = rest.at(-1)!;
    expect(foretellGiB([first!], largest.task)).toBeNull();
    const foretold = foretellGiB([first!, second!], largest.task);
    expect(foretold).toBeCloseTo((500 + 4 * 256) / 1024, 8);
    const leftOut = { ...largest, leftOutGiB: foretold, bestMs: Number.NaN, peakMiB: Number.NaN };
    const known = [...points.filter((point) => point !== largest), leftOut];
    expect(fitScaling(known)[2]!.time.slope).toBeCloseTo(2, 8);
    expect(scalingMarkdown(known, fitScaling(known), 3)).toContain('| train | 64 | 4 | left out: about 1 GiB |');
  });
});
