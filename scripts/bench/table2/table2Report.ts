import { fusionIds } from '@/domain/fusions';
import { formatDuration } from '@/domain/text/formatDuration';
import { type VariantId, variantOf } from '@/domain/variants';
import { figures } from '@/scripts/bench/figures';
import type { Trial } from './choosePeerArrangement';
import type { PeerArrangement } from './table2Job';
import type { Score, WholeJob } from './wholeJob';

/** Both sides doing the whole job, every round of them; `share`: what the base says of a clip is computed once for all rows. */
export type JobComparison = {
  task: string;
  share: boolean;
  arrangement: PeerArrangement;
  ours: WholeJob[];
  peer: WholeJob[];
};

/** The round that took least time. @throws Error where there is none */
export function fastest(jobs: readonly WholeJob[]): WholeJob {
  const [first] = [...jobs].sort((a, b) => a.seconds - b.seconds);
  if (!first) throw new Error('no whole job was measured');
  return first;
}

/** Wall, CPU time and memory, ours over PyTorch's: the fastest of each side, whichever way of sharing it took. */
export function jobRatios(comparisons: readonly JobComparison[]) {
  const ours = fastest(comparisons.flatMap((comparison) => comparison.ours));
  const peer = fastest(comparisons.flatMap((comparison) => comparison.peer));
  return {
    wall: ours.seconds / peer.seconds,
    cpu: ours.cpuSeconds / peer.cpuSeconds,
    memory: ours.peakMiB / peer.peakMiB,
  };
}

/** Scores of both sides by cell; Base is one training, so it stands in both columns. mAP in [0, 1]. */
export function scorePairs(ours: readonly Score[], peer: readonly Score[]) {
  const find = (scores: readonly Score[], variant: VariantId, fusion: Score['fusion']) =>
    scores.find((score) => score.variant === variant && (score.fusion === fusion || variant === 'base'))?.mAP ?? null;
  const variants = [...new Set(ours.map(({ variant }) => variant))];
  return variants.map((variant) => ({
    variant,
    cells: fusionIds.map((fusion) => ({
      fusion,
      ours: find(ours, variant, fusion),
      peer: find(peer, variant, fusion),
    })),
  }));
}

export function table2Markdown(comparisons: readonly JobComparison[], trials: readonly Trial[]): string {
  const { wall, cpu, memory } = jobRatios(comparisons);
  const ours = fastest(comparisons.flatMap((comparison) => comparison.ours));
  const peer = fastest(comparisons.flatMap((comparison) => comparison.peer));
  const rounds = comparisons.map((comparison) => comparison.ours.length);
  return `The whole of Table 2 on MicroCharades with one seed: the base, twelve ablations, seventeen evaluations. Ours is the product, its web server
alone left out: database, worker, one single-threaded process for every run, curves, checkpoints and galleries written as always; timed from
the launch to the end of the last run. PyTorch is a script that does the same and keeps nothing but the scores (scripts/bench/table2): the same
recipe and decoded frames, clips, crops and flips drawn alike, rows that share a training trained once, batch norms folded in evaluation,
${arrangementText(comparisons)}; timed from the start of its process to its end. Both start with the frames decoded. ${Math.max(...rounds)} round(s), in turn. Peak:
anonymous and shared memory of all processes together, pages that several processes share counted once.

Ours over PyTorch: **wall ${figures.atMost(wall, 0.8).replaceAll('*', '')}**, CPU time ${cpu.toFixed(2)}, peak memory ${memory.toFixed(2)}.

| what the base says of a clip | side | wall | base | rows | CPU time | peak |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
${comparisons.flatMap(jobRows).join('\n')}

## The scores

mAP [%] of the fastest round of each side. The random numbers are not the same, so the scores are not either; they show that both sides do
the same work.

| row | concat, ours | PyTorch | late fusion, ours | PyTorch |
| --- | ---: | ---: | ---: | ---: |
${scorePairs(ours.scores, peer.scores).map(scoreRow).join('\n')}

## How PyTorch's arrangement was chosen

Short trials on this job, before the clock runs. Steps are those of all processes side by side; torch.compile with its compilation cached.

| part | layout | processes x threads | first step | a step | predicted |
| --- | --- | ---: | ---: | ---: | ---: |
${trials.map(trialRow).join('\n')}
`;
}

function arrangementText([comparison]: readonly JobComparison[]): string {
  if (!comparison) return '';
  const { base, rows } = comparison.arrangement;
  const form = (name: string) => name.replace('_', ' ').replace('compiled', 'channels last through torch.compile');
  return `the base in one process of ${base.threads} thread(s), ${form(base.form)}, the rows in ${rows.processes} process(es) of ${rows.threads} thread(s), ${form(rows.form)}`;
}

function jobRows({ share, ours, peer }: JobComparison): string[] {
  return [
    { side: 'ours', job: fastest(ours) },
    { side: 'PyTorch', job: fastest(peer) },
  ].map(({ side, job }) => {
    const cells = [
      share ? 'computed once for all rows' : 'computed by every row',
      side,
      formatDuration(job.seconds),
      formatDuration(job.baseSeconds),
      formatDuration(job.seconds - job.baseSeconds),
      formatDuration(job.cpuSeconds),
      figures.mib(job.peakMiB),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function scoreRow({ variant, cells }: ReturnType<typeof scorePairs>[number]): string {
  const percent = (value: number | null) => (value === null ? '' : (100 * value).toFixed(1));
  return `| ${[variantOf(variant).label, ...cells.flatMap(({ ours, peer }) => [percent(ours), percent(peer)])].join(' | ')} |`;
}

function trialRow({ part, arrangement, firstSeconds, stepMs, predictedSeconds }: Trial): string {
  const { form, processes, threads } = arrangement;
  const layout = form === 'compiled' ? 'channels last, torch.compile' : form.replace('_', ' ');
  const times = [`${firstSeconds.toFixed(1)} s`, `${figures.ms(stepMs)} ms`, formatDuration(predictedSeconds)];
  return `| ${[part, layout, `${processes} x ${threads}`, ...times].join(' | ')} |`;
}
