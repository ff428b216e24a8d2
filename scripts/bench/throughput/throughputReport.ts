import { figures } from '@/scripts/bench/figures';
import { type Arrangement, arrangementName } from './arrangement';
import type { ThroughputRound } from './measureThroughput';

/** What an arrangement did; `firstStepSeconds`: with torch.compile, mostly the compilation. `failure`: why it could not run. */
export type MeasuredArrangement = {
  arrangement: Arrangement;
  version: string;
  firstStepSeconds: number;
  rounds: ThroughputRound[];
  failure: string | null;
};

/** Best and median of a column of rounds. */
export function bestAndMedian(values: readonly number[]): { best: number; median: number } {
  const sorted = [...values].sort((a, b) => b - a);
  return { best: sorted[0] ?? Number.NaN, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN };
}

/** Clips a second, ours over PyTorch's best arrangement: above 1 is faster. By the best and by the median of all rounds. */
export function throughputRatio(measured: readonly MeasuredArrangement[]): { best: number; median: number } {
  const of = (side: Arrangement['side'], key: 'best' | 'median') =>
    Math.max(
      ...measured
        .filter(({ arrangement, failure }) => arrangement.side === side && failure === null)
        .map(({ rounds }) => bestAndMedian(rounds.map(({ clipsPerSecond }) => clipsPerSecond))[key]),
    );
  return { best: of('ours', 'best') / of('peer', 'best'), median: of('ours', 'median') / of('peer', 'median') };
}

/** One row an arrangement, and the ratio against its target of 1. */
export function throughputMarkdown(measured: readonly MeasuredArrangement[]): string {
  const ratio = throughputRatio(measured);
  const rounds = Math.max(...measured.map((one) => one.rounds.length));
  return `Training steps of Micro-I3D (T = 8, 56 px, batch 8) with everything the machine has: the processes of an arrangement take the same number
of steps side by side, and the clock runs until the last one is done. All arrangements were asked in turn, for ${rounds} rounds of the same
length. PyTorch runs with its fused optimiser. Peak: resident memory of all processes of an arrangement together; first step: with
torch.compile, mostly the compilation.

Ours over PyTorch's best arrangement, clips a second: **${figures.atLeast(ratio.best, 1).replaceAll('*', '')}** by the best round, ${ratio.median.toFixed(2)} by the median.

| arrangement | clips/s, best | median | CPU a clip | peak | first step |
| --- | ---: | ---: | ---: | ---: | ---: |
${measured.map(tableRow).join('\n')}
`;
}

function tableRow({ arrangement, rounds, firstStepSeconds, failure }: MeasuredArrangement): string {
  const name = arrangementName(arrangement);
  if (failure !== null) return `| ${name} | could not run: ${failure.replace(/\s+/g, ' ').slice(-300)} | | | | |`;
  const rate = bestAndMedian(rounds.map(({ clipsPerSecond }) => clipsPerSecond));
  const cpu = Math.min(...rounds.map(({ cpuMsPerClip }) => cpuMsPerClip));
  const peak = figures.mib(Math.max(...rounds.map(({ peakMiB }) => peakMiB)));
  const cells = [rate.best.toFixed(1), rate.median.toFixed(1), `${cpu.toFixed(2)} ms`, peak];
  return `| ${name} | ${cells.join(' | ')} | ${firstStepSeconds.toFixed(1)} s |`;
}
