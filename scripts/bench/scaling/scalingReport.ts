import { figures } from '@/scripts/bench/figures';
import type { Line } from './fitLine';
import type { ScalingFit } from './fitScaling';
import type { ScalingPoint } from './scalingPoints';

export function scalingMarkdown(points: readonly ScalingPoint[], fits: readonly ScalingFit[], rounds: number): string {
  const threads = points[0]?.task.threads ?? 0;
  return `ResNet50-I3D at 224 px on ${threads} threads: a process of its own for every row, one step to warm up, then ${rounds} rounds of one step.
Milliseconds a step (best, median), CPU time, largest resident memory. Rows that would need more than 80 % of the memory that is free are
left out.

| step | T | batch | best | median | CPU | a clip | peak |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${points.map(pointRow).join('\n')}

## The cost of a clip

Least squares over all sizes: time = a + b x (clips x frames). Off: root of the mean squared residual, and the largest residual as a share
of what was measured. The last column is the rate that b stands for, by the operations of the layers.

| step | a | b, a frame of a clip | b, a clip of 64 frames | off | memory: a | memory: b, a clip of 64 frames | off | rate |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${fits.map(fitRow).join('\n')}

Each T by itself: time = a + b x clips.

| step | T | a | b, a clip | off |
| --- | ---: | ---: | ---: | ---: |
${fits.flatMap(lengthRows).join('\n')}
`;
}

function pointRow({ task, leftOutGiB, bestMs, medianMs, cpuMs, peakMiB }: ScalingPoint): string {
  const size = [task.task, task.frames, task.batch];
  if (leftOutGiB !== null) return `| ${size.join(' | ')} | left out: about ${leftOutGiB.toFixed(0)} GiB | | | | |`;
  const times = [bestMs, medianMs, cpuMs, bestMs / task.batch].map((value) => `${figures.ms(value)} ms`);
  return `| ${[...size, ...times, figures.mib(peakMiB)].join(' | ')} |`;
}

const off = ({ rms, worst }: Line, unit: string) => `${figures.ms(rms)} ${unit}, ${(100 * worst).toFixed(0)} %`;

function fitRow({ kind, time, memory, flopPerSecond }: ScalingFit): string {
  const cells = [
    kind,
    `${figures.ms(time.intercept)} ms`,
    `${time.slope.toFixed(2)} ms`,
    `${figures.ms(64 * time.slope)} ms`,
    off(time, 'ms'),
    figures.mib(memory.intercept),
    figures.mib(64 * memory.slope),
    off(memory, 'MiB'),
    `${(flopPerSecond / 1e9).toFixed(0)} GFLOP/s`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function lengthRows({ kind, perLength }: ScalingFit): string[] {
  return perLength.map(
    ({ frames, time }) =>
      `| ${[kind, frames, `${figures.ms(time.intercept)} ms`, `${figures.ms(time.slope)} ms`, off(time, 'ms')].join(' | ')} |`,
  );
}
