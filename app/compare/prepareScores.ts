import { configText } from '@/app/_components/configText';
import { formatScore, formatScoreDelta } from '@/app/_components/formatScore';
import type { Outputs } from '@/app/_trpc/outputs';

export type ComparedRun = Outputs['compare']['byRuns'][number];
export type ComparedEvaluation = ComparedRun['evaluations'][number];

export type Score = { text: string; delta: string | null; tone: 'better' | 'worse' | 'same' };
export type ScoreRow = {
  id: string;
  run: ComparedRun;
  /** Place of the run among those compared: its colour. */
  n: number;
  row: string;
  oracle: boolean;
  /** The evaluation to which all differences refer. */
  reference: boolean;
  map: Score;
  wap: Score;
  boxHitRate: Score;
};

/** The evaluation that stands for a run: the first that reads no ground truth, else the first. */
export function mainEvaluation(run: ComparedRun | undefined): ComparedEvaluation | null {
  return run?.evaluations.find(({ oracle }) => !oracle) ?? run?.evaluations[0] ?? null;
}

/** One row an evaluation, with the difference to the main evaluation of the baseline. */
export function prepareScores(runs: ComparedRun[], baselineId: string): ScoreRow[] {
  const reference = mainEvaluation(runs.find(({ id }) => id === baselineId));
  return runs.flatMap((run, n) =>
    run.evaluations.map((evaluation) => {
      const isReference = evaluation.id === reference?.id;
      const score = (key: 'map' | 'wap' | 'boxHitRate') =>
        compare(evaluation[key], isReference ? null : (reference?.[key] ?? null));
      return {
        id: evaluation.id,
        run,
        n,
        row: configText('variant', evaluation.variant),
        oracle: evaluation.oracle,
        reference: isReference,
        map: score('map'),
        wap: score('wap'),
        boxHitRate: score('boxHitRate'),
      };
    }),
  );
}

/** True when scores side by side did not come about in the same way, so that their differences mean little. */
export function mixesProtocols(runs: ComparedRun[]): boolean {
  const ways = runs.flatMap(({ evaluations }) =>
    evaluations.map(({ protocolKey, measured, classNames }) =>
      [protocolKey, measured?.pooling, classNames.join('|')].join(' '),
    ),
  );
  return new Set(ways).size > 1;
}

function compare(value: number | null, reference: number | null): Score {
  const difference = value === null || reference === null ? Number.NaN : value - reference;
  const text = formatScore(value);
  if (Number.isNaN(difference)) return { text, delta: null, tone: 'same' };
  const delta = formatScoreDelta(difference);
  return { text, delta, tone: delta === '0.0' ? 'same' : difference > 0 ? 'better' : 'worse' };
}
