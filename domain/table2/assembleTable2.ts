import type { Cell } from '@/domain/experimentSpec';
import { type Fusion, fusionIds } from '@/domain/fusions';
import type { Method } from '@/domain/method';
import { isOracle } from '@/domain/oracle';
import { trainingAxesOf, trainingKey } from '@/domain/planRuns';
import type { Protocol } from '@/domain/protocol';
import { type VariantId, variantIds, variantOf } from '@/domain/variants';
import { markBest } from './markBest';
import { seedState } from './seedState';
import { spreadOf } from './spreadOf';
import type { SeedResult, Table2, TableCell, TableEvaluation, TableRow, TableRun } from './table2';

export type TableSource = {
  /** Says what stands for L_E in the rows. */
  method: Pick<Method, 'labelFree'>;
  /** The cells that the experiment was made for. */
  cells: Cell[];
  seeds: number[];
  /** In the order of their creation; with the foreign base runs that they start from. */
  runs: TableRun[];
  /** In the order of their creation. */
  evaluations: TableEvaluation[];
};

/**
 * Table 2 of an experiment: every row of the paper, and the options and controls that were chosen, in both columns.
 * A score is the mean over seeds, a difference is paired: each seed against the base it was trained from.
 * @param seeds the seeds to show; default all of the experiment
 */
export function assembleTable2(source: TableSource, seeds: number[] = source.seeds): Table2 {
  const used = new Set<VariantId>([
    ...source.cells.map(({ variant }) => variant),
    ...source.runs.flatMap((run) => (run.foreign ? [] : run.variants)),
  ]);
  const rows = variantIds.filter((variant) => variantOf(variant).group === 'table2' || used.has(variant));
  return { seeds, rows: markBest(rows.map((variant) => rowOf(source, seeds, variant))) };
}

function rowOf(source: TableSource, seeds: number[], id: VariantId): TableRow {
  const variant = variantOf(id);
  const cells = Object.fromEntries(fusionIds.map((fusion) => [fusion, cellOf(source, seeds, { variant: id, fusion })]));
  return {
    variant: id,
    label: variant.label,
    group: variant.group,
    oracle: isOracle(variant),
    paper: variant.paper,
    shared: variant.secondView === 'none',
    cells: cells as Record<Fusion, TableCell>,
  };
}

function cellOf(source: TableSource, seeds: number[], { variant, fusion }: Cell): TableCell {
  const results = seeds.map((seed) => resultOf(source, seed, { variant, fusion }));
  // Seeds that reuse one base run have one base score between them.
  const evaluations = [...new Set(results.flatMap(({ evaluation }) => evaluation ?? []))];
  const hits = evaluations.flatMap(({ boxHitRate }) => boxHitRate ?? []);
  return {
    variant,
    fusion,
    score: spreadOf(evaluations.map(({ map }) => map)),
    difference: spreadOf(results.flatMap(({ difference }) => difference ?? [])),
    boxHitRate: spreadOf(hits),
    seeds: results,
    best: false,
    protocols: distinctProtocols(evaluations),
  };
}

function resultOf(source: TableSource, seed: number, cell: Cell): SeedResult {
  const run = runOf(source, seed, cell);
  const evaluation = evaluationOf(source, run, cell.variant);
  const base = source.runs.find(({ id }) => id === run?.baseRunId) ?? null;
  const baseEvaluation = evaluationOf(source, base, 'base');
  const paired = evaluation && baseEvaluation && evaluation.protocolKey === baseEvaluation.protocolKey;
  const difference = paired ? evaluation.map - baseEvaluation.map : null;
  return { seed, state: seedState(run, evaluation), run, evaluation, difference };
}

/** The newest run of the training behind a cell; a run that was asked for the row goes before one that only shares its training. */
function runOf(source: TableSource, seed: number, cell: Cell): TableRun | null {
  const key = trainingKey(trainingAxesOf(cell, source.method));
  const own = source.runs.filter((run) => !run.foreign && run.seed === seed);
  const alike = own.filter((run) => trainingKey(run.training) === key);
  const match = alike.findLast((run) => run.variants.includes(cell.variant)) ?? alike.at(-1);
  if (match || key !== 'base') return match ?? null;
  const bases = new Set(own.flatMap(({ baseRunId }) => baseRunId ?? []));
  return source.runs.findLast((run) => run.foreign && bases.has(run.id)) ?? null;
}

function evaluationOf(source: TableSource, run: TableRun | null, variant: VariantId): TableEvaluation | null {
  if (!run) return null;
  return (
    source.evaluations.findLast((candidate) => candidate.runId === run.id && candidate.variant === variant) ?? null
  );
}

function distinctProtocols(evaluations: TableEvaluation[]): Protocol[] {
  return [...new Map(evaluations.map(({ protocol, protocolKey }) => [protocolKey, protocol])).values()];
}
