import { figures } from '@/scripts/bench/figures';
import { type BenchTask, taskName } from '@/scripts/bench/measurement';
import type { MachineLimits } from './machineLimits';
import type { OpRow } from './opRecorder';

/** A step op by op; sums a step. */
export type OpProfile = { task: BenchTask; limits: MachineLimits; bestMs: number; profiledMs: number; ops: OpRow[] };

/** Ops that take less than this share of a step are added up in one row. */
const small = 0.004;

/** Milliseconds that an op needs at least: the longer of arithmetic and memory at the measured limits. */
export function leastMs({ flop, bytes }: Pick<OpRow, 'flop' | 'bytes'>, limits: MachineLimits): number {
  return 1000 * Math.max(flop / limits.flopPerSecond, bytes / limits.bytesPerSecond);
}

export function profileMarkdown(profiles: readonly OpProfile[]): string {
  return `Every call of libtensorflow in a step, clocked. *Least*: what the op needs at the limits of this machine, measured in the same process
(a convolution of the best shape, and a ReLU over 128 MiB): the longer of arithmetic and of every input and output once through memory.
Batch norms read their input twice more than that.

${profiles.map(section).join('\n')}`;
}

function section({ task, limits, bestMs, profiledMs, ops }: OpProfile): string {
  const large = ops.filter(({ ms }) => ms >= small * profiledMs);
  const rest = ops.filter(({ ms }) => ms < small * profiledMs);
  const rows = rest.length > 0 ? [...large, sumOf(`${rest.length} others`, rest)] : large;
  const all = sumOf('all ops', ops);
  const least = ops.reduce((sum, op) => sum + leastMs(op, limits), 0);
  const between = Math.max(0, profiledMs - all.ms);
  return `## ${taskName(task)}

${figures.ms(bestMs)} ms a step, ${figures.ms(profiledMs)} ms with the clock; limits ${(limits.flopPerSecond / 1e9).toFixed(0)} GFLOP/s and ${(limits.bytesPerSecond / 1e9).toFixed(1)} GB/s.

| op | calls | ms | CPU / wall | GFLOP | GFLOP/s | MB | least | share of least |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${[...rows.map((row) => tableRow(row, leastMs(row, limits))), tableRow(all, least)].join('\n')}

Between the ops (JavaScript, copies in and out): ${figures.ms(between)} ms.
`;
}

function sumOf(name: string, rows: readonly OpRow[]): OpRow {
  const sum = (key: Exclude<keyof OpRow, 'name'>) => rows.reduce((total, row) => total + row[key], 0);
  return { name, calls: sum('calls'), ms: sum('ms'), cpuMs: sum('cpuMs'), flop: sum('flop'), bytes: sum('bytes') };
}

function tableRow({ name, calls, ms, cpuMs, flop, bytes }: OpRow, least: number): string {
  const rate = flop > 0 ? (flop / ms / 1e6).toFixed(0) : '';
  const cells = [name, calls, figures.ms(ms), (cpuMs / ms).toFixed(2), flop > 0 ? (flop / 1e9).toFixed(1) : '', rate];
  return `| ${[...cells, (bytes / 1e6).toFixed(0), `${figures.ms(least)} ms`, `${Math.round((100 * least) / ms)} %`].join(' | ')} |`;
}
