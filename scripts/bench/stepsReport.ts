import type { Comparison, Side } from './compare';
import { figures } from './figures';
import { type BenchTask, taskName } from './measurement';

/** Ours over the peer's better layout; smaller than one is faster or smaller. */
export type Ratios = { wall: number; cpu: number; memory: number };

/** What a ratio is to stay below; null where nothing was promised. */
export type Target = { wall: number | null; cpu: number | null; memory: number | null };

/** Largest memory: of the GPU where it was measured on one, else resident memory [MiB]. */
export const memoryOf = ({ best }: Side): number => best.deviceMiB ?? best.peakMiB;

export function ratiosOf({ ours, peers }: Comparison): Ratios {
  const least = (pick: (side: Side) => number) => Math.min(...peers.map(({ side }) => pick(side)));
  return {
    wall: ours.best.wallMs / least(({ best }) => best.wallMs),
    cpu: ours.best.cpuMs / least(({ best }) => best.cpuMs),
    memory: memoryOf(ours) / least(memoryOf),
  };
}

/** Targets for the network of the paper on a CPU: two threads by the clock, one thread by CPU time, memory of the two-thread runs. */
export function targetOf({ backbone, task, threads }: BenchTask, device: 'cpu' | 'gpu'): Target {
  const none = { wall: null, cpu: null, memory: null };
  if (backbone !== 'resnet50_i3d' || device === 'gpu') return none;
  if (threads === 1) return { ...none, cpu: 0.65 };
  return { ...none, wall: task === 'saliency' ? 0.65 : 0.75, memory: task === 'train' ? 0.85 : 1 };
}

/** One table, milliseconds a step (best of n, median in brackets), ratios against PyTorch's better layout. */
export function stepsMarkdown(comparisons: Comparison[], device: 'cpu' | 'gpu'): string {
  const rounds = [...new Set(comparisons.map((comparison) => comparison.rounds))].join(', ');
  const memory = device === 'gpu' ? 'memory of the GPU that the process holds (nvidia-smi)' : 'resident memory';
  return `The programs of a row were started together and asked in turn, for ${rounds} rounds. Milliseconds a step: best of all rounds, median in
brackets; peak: largest ${memory}. Ratios are ours over the better of PyTorch's two memory layouts: below 1 is faster, or smaller. A bold ratio
misses its target.

| task | ours, wall | PyTorch, wall | ratio | ours, CPU | PyTorch, CPU | ratio | ours, peak | PyTorch, peak | ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${comparisons.map((comparison) => tableRow(comparison, device)).join('\n')}
`;
}

function tableRow(comparison: Comparison, device: 'cpu' | 'gpu'): string {
  const { task, ours, peers } = comparison;
  const ratios = ratiosOf(comparison);
  const target = targetOf(task, device);
  const best = (pick: (side: Side) => number): Side =>
    peers.map(({ side }) => side).sort((a, b) => pick(a) - pick(b))[0] ?? ours;
  const times = (key: 'wallMs' | 'cpuMs', limit: number | null) => {
    const time = (side: Side) => `${figures.ms(side.best[key])} (${figures.ms(side.median[key])}) ms`;
    const peer = best((side) => side.best[key]);
    return [time(ours), time(peer), figures.atMost(ours.best[key] / peer.best[key], limit)];
  };
  const memory = [figures.mib(memoryOf(ours)), figures.mib(memoryOf(best(memoryOf)))];
  const cells = [
    taskName(task),
    ...times('wallMs', target.wall),
    ...times('cpuMs', target.cpu),
    ...memory,
    figures.atMost(ratios.memory, target.memory),
  ];
  return `| ${cells.join(' | ')} |`;
}
