import { fusionIds } from '@/domain/fusions';
import type { Table2 } from './table2';

/**
 * Table 2 as JSON for other programs: scores and differences in [0, 1], ids of the runs and evaluations behind every number. A score
 * without any positive class is null.
 */
export function tableJson({ rows, seeds }: Table2, experiment: { id: string; name: string; dataset: string }): string {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const content = {
    format: 'fovea-table2-1',
    experiment,
    seeds,
    units: {
      score: 'mAP in [0, 1]',
      difference: 'mAP minus that of Base with the same seed',
      paper: 'mAP in percent on Charades',
    },
    rows: rows.map((row) => ({
      variant: row.variant,
      label: row.label,
      group: row.group,
      oracle: row.oracle,
      paper: row.paper,
      cells: fusionIds.map((fusion) => {
        const { score, difference, boxHitRate, best, protocols, seeds: results } = row.cells[fusion];
        return {
          fusion,
          score,
          difference,
          boxHitRate,
          best,
          protocols,
          seeds: results.map(({ seed, state, run, evaluation, difference: paired }) => ({
            seed,
            state,
            runId: run?.id ?? null,
            evaluationId: evaluation?.id ?? null,
            map: evaluation ? finite(evaluation.map) : null,
            difference: paired === null ? null : finite(paired),
          })),
        };
      }),
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
