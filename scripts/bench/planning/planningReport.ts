import { assumedGpu, type CpuRates, charadesSizes, type PlannedCost } from './planCharades';

/** @param measured rates of a CPU, and where and when they were measured; null: no such column */
export function planningMarkdown(
  costs: readonly PlannedCost[],
  measured: { rates: CpuRates; from: string } | null,
): string {
  const total = (pick: (cost: PlannedCost) => number) => costs.reduce((sum, cost) => sum + pick(cost), 0);
  const cpu = measured === null ? null : total(({ cpuHours }) => cpuHours ?? 0);
  return `**Computed, not measured.** Operations of a run (passes of its clips through the layers; decoding is not counted) over an assumed rate:
${assumedGpu.text}. Charades has ${charadesSizes.train.toLocaleString('en-GB')} training and ${charadesSizes.test.toLocaleString('en-GB')} test videos; recipe of the paper: base 50 epochs, ablations 25, ten clips a
test video. A run that serves several rows is counted once. Memory of the GPU: an estimate, with the batch at once and with its clips one
after the other (\`accumulate\`), where batch norms see one clip at a time; the paper needed 24 GB for late fusion and 32 GB for concatenation. At another rate r [TFLOP/s], hours are 10 / r times these.
${cpuText(measured)}
| run | rows of Table 2 | T | batch | PFLOP, training | evaluation | GPU hours | GPU memory, batch | clip by clip | CPU, days |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${costs.map(costRow).join('\n')}
| **all** | | | | ${peta(total(({ flop }) => flop.train))} | ${peta(total(({ flop }) => flop.evaluation))} | **${Math.round(total(({ gpuHours }) => gpuHours)).toLocaleString('en-GB')}** | | | ${days(cpu)} |
`;
}

function cpuText(measured: { rates: CpuRates; from: string } | null): string {
  if (measured === null) return '\nNo CPU column: `npm run bench -- --only scaling` measures the rates it needs.\n';
  const rate = (value: number) => (value / 1e9).toFixed(0);
  const { forward, saliency, train } = measured.rates;
  return `
CPU days by the rates that [the cost of a clip](scaling.md) measured (${measured.from}): training ${rate(train)}, saliency ${rate(saliency)}, forward ${rate(forward)} GFLOP/s.
`;
}

const peta = (flop: number) => (flop / 1e15).toLocaleString('en-GB', { maximumFractionDigits: 0 });
const days = (hours: number | null) => (hours === null ? '' : (hours / 24).toFixed(0));

function costRow({ name, rows, frames, batch, flop, gpuHours, gpuGiB, cpuHours }: PlannedCost): string {
  const table = rows.length > 0 ? rows.join(', ') : 'Table 1 only';
  const sizes = [frames, batch, peta(flop.train), peta(flop.evaluation), gpuHours.toFixed(1)];
  const memory = [gpuGiB.batch, gpuGiB.clip].map((value) => `${value.toFixed(1)} GiB`);
  return `| ${[name, table, ...sizes, ...memory, days(cpuHours)].join(' | ')} |`;
}
