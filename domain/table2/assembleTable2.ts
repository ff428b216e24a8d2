import type { Cell } from '@/domain/experimentSpec';
import { type Fusion, fusionIds } from '@/domain/fusions';
import { isOracle } from '@/domain/oracle';
import { type VariantId, variantIds, variantOf } from '@/domain/variants';
import { markBest } from './markBest';
import { seedResult } from './seedResult';
import { summariseSeeds } from './summariseSeeds';
import type { Table2, TableCell, TableRow, TableSource } from './table2';

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

function cellOf(source: TableSource, seeds: number[], cell: Cell): TableCell {
  return { ...summariseSeeds(seeds.map((seed) => seedResult(source, seed, cell))), ...cell, best: false };
}
