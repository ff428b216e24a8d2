import os from 'node:os';
import type { Comparison, Side } from './compare';
import { type BenchTask, taskName } from './measurement';

/** Ours over the peer's better layout; smaller than one is faster or smaller. */
export type Ratios = { wall: number; cpu: number; memory: number };

/** What a ratio is to stay below; null where nothing was promised. */
export type Target = { wall: number | null; cpu: number | null; memory: number | null };

export function ratiosOf({ ours, peers }: Comparison): Ratios {
  const least = (pick: (side: Side) => number) => Math.min(...peers.map(({ side }) => pick(side)));
  return {
    wall: ours.best.wallMs / least(({ best }) => best.wallMs),
    cpu: ours.best.cpuMs / least(({ best }) => best.cpuMs),
    memory: ours.best.peakMiB / least(({ best }) => best.peakMiB),
  };
}

/** Targets for the network of the paper: two threads by the clock, one thread by CPU time, memory of the two-thread runs. */
export function targetOf({ backbone, task, threads }: BenchTask): Target {
  const none = { wall: null, cpu: null, memory: null };
  if (backbone !== 'resnet50_i3d') return none;
  if (threads === 1) return { ...none, cpu: 0.65 };
  return { ...none, wall: task === 'saliency' ? 0.65 : 0.75, memory: task === 'train' ? 0.85 : 1 };
}

/** The report as Markdown: one table, milliseconds a step (best of n, median in brackets), ratios against PyTorch's better layout. */
export function markdownReport(comparisons: Comparison[], { commit, date }: { commit: string; date: string }): string {
  const versions = new Set(
    comparisons.flatMap(({ ours, peers }) => [ours.version, ...peers.map(({ side }) => side.version)]),
  );
  const rounds = [...new Set(comparisons.map((comparison) => comparison.rounds))].join(', ');
  return `# Fovea beside PyTorch

${date}, commit ${commit}, ${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}; ${[...versions].join(', ')}.

The programs of a row were started together and asked in turn, for ${rounds} rounds. Milliseconds a step: best of all rounds, median in
brackets. Ratios are ours over the better of PyTorch's two memory layouts: below 1 is faster, or smaller. A bold ratio misses its target.

| task | ours, wall | PyTorch, wall | ratio | ours, CPU | PyTorch, CPU | ratio | ours, peak | PyTorch, peak | ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${comparisons.map(tableRow).join('\n')}
`;
}

function tableRow(comparison: Comparison): string {
  const { task, ours, peers } = comparison;
  const ratios = ratiosOf(comparison);
  const target = targetOf(task);
  const peer = (pick: (side: Side) => number) =>
    peers.map(({ side }) => side).sort((a, b) => pick(a) - pick(b))[0] ?? ours;
  const time = (side: Side, key: 'wallMs' | 'cpuMs') => `${ms(side.best[key])} (${ms(side.median[key])}) ms`;
  const memory = (side: Side) => `${Math.round(side.best.peakMiB).toLocaleString('en-GB')} MiB`;
  const cells = [
    taskName(task),
    time(ours, 'wallMs'),
    time(
      peer(({ best }) => best.wallMs),
      'wallMs',
    ),
    ratio(ratios.wall, target.wall),
    time(ours, 'cpuMs'),
    time(
      peer(({ best }) => best.cpuMs),
      'cpuMs',
    ),
    ratio(ratios.cpu, target.cpu),
    memory(ours),
    memory(peer(({ best }) => best.peakMiB)),
    ratio(ratios.memory, target.memory),
  ];
  return `| ${cells.join(' | ')} |`;
}

function ms(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-GB');
}

function ratio(value: number, target: number | null): string {
  if (target === null) return value.toFixed(2);
  return value <= target ? `${value.toFixed(2)} (≤ ${target})` : `**${value.toFixed(2)}** (≤ ${target})`;
}
