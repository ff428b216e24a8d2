import { fusionIds } from '@/domain/fusions';
import { jsonText } from '@/domain/jsonText';
import { competitors } from '@/domain/table1/references';
import { saliencyNotes } from './saliencyNotes';
import type { SeedSummary, Table2 } from './table2';
import type { TableExtras } from './tableCsv';
import { unreadNotes } from './unreadNotes';

/**
 * Tables 2 and 1 and scores of others as JSON for other programs: scores and differences in [0, 1], ids of the runs and evaluations
 * behind every number. A score without any positive class is null.
 */
export function tableJson(
  { rows, seeds }: Table2,
  experiment: { id: string; name: string; dataset: string },
  { table1 = null, others = [] }: TableExtras = {},
): string {
  const content = {
    format: 'fovea-table2-1',
    experiment,
    seeds,
    notes: [...saliencyNotes(rows), ...unreadNotes(rows)],
    units: {
      score: 'mAP in [0, 1]',
      difference: 'mAP minus that of Base with the same seed',
      saliency:
        'clips asked where they are salient, and those whose map singles no place out: their box is the centre one and counts in no hit rate',
      sampled: 'mAP in [0, 1] against the labels of the sampled frames, for comparison with other code',
      paper: 'mAP in percent on Charades',
    },
    rows: rows.map((row) => ({
      variant: row.variant,
      label: row.label,
      group: row.group,
      oracle: row.oracle,
      paper: row.paper,
      cells: fusionIds.map((fusion) => ({
        fusion,
        best: row.cells[fusion].best,
        ...summary(row.cells[fusion]),
      })),
    })),
    table1: table1 && {
      rows: table1.rows.map(({ frames, paper, ...row }) => ({ frames, paper, ...summary(row) })),
      reportedOnCharades: competitors,
    },
    scoresOfOthers: others.map(({ id: _, createdAt, map, wap, classAp, ...row }) => ({
      ...row,
      madeHere: false,
      map: finite(map),
      wap: finite(wap),
      classAp: classAp.map(finite),
      addedAt: createdAt.toISOString(),
    })),
  };
  return jsonText(content);
}

function summary({ score, difference, sampled, boxHitRate, saliency, protocols, seeds }: SeedSummary) {
  return {
    score,
    difference,
    sampled,
    boxHitRate,
    saliency,
    protocols,
    seeds: seeds.map(({ seed, state, run, evaluation, difference: paired }) => ({
      seed,
      state,
      runId: run?.id ?? null,
      evaluationId: evaluation?.id ?? null,
      map: evaluation ? finite(evaluation.map) : null,
      saliency: evaluation?.saliency ?? null,
      difference: paired === null ? null : finite(paired),
    })),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
