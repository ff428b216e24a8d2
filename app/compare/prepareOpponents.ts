import { configText } from '@/app/_components/configText';
import type { Outputs } from '@/app/_trpc/outputs';
import type { ComparedEvaluation, ComparedRun } from './prepareScores';

/** Scores that can be held against the baseline. */
export type Opponent = {
  /** Of an evaluation or a submission. */
  id: string;
  label: string;
  title: string;
  classAp: number[];
  classNames: string[];
  /** The cell of the gallery that shows its videos; that of the baseline for scores of others, of which there is nothing to see. */
  videos: { experimentId: string; variant: string; fusion: string; seed: number };
};

type Submissions = Outputs['submission']['list'];

/** All evaluations of the runs but the reference, then the scores of others in the experiment of the baseline. */
export function prepareOpponents(
  runs: ComparedRun[],
  {
    baseline,
    reference,
    submissions,
  }: { baseline: ComparedRun; reference: ComparedEvaluation; submissions: Submissions },
): Opponent[] {
  const evaluations = runs.flatMap((run) =>
    run.evaluations
      .filter(({ id }) => id !== reference.id)
      .map(({ id, variant, fusion, classAp, classNames }) => {
        const row = configText('variant', variant);
        const videos = { experimentId: run.experiment.id, variant, fusion, seed: run.seed };
        return { id, label: `${row} · ${run.name}`, title: `${row} (${run.name})`, classAp, classNames, videos };
      }),
  );
  const { variant, fusion, classNames } = reference;
  const videos = { experimentId: baseline.experiment.id, variant, fusion, seed: baseline.seed };
  const others = submissions.map(({ id, name, classAp }) => {
    return { id, label: `${name} · scores of others`, title: `${name} (not made here)`, classAp, classNames, videos };
  });
  return [...evaluations, ...others];
}
