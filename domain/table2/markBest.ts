import { type Fusion, fusionIds } from '@/domain/fusions';
import type { TableRow } from './table2';

/** mAP in tenths of a percentage point, as it is shown: rows that look equal are equally good. */
function shown(mean: number): number {
  return Math.round(mean * 1000);
}

/** Marks the best cell of each column. Rows that read ground truth are never the best; a single row has nothing to be better than. */
export function markBest(rows: TableRow[]): TableRow[] {
  const best = Object.fromEntries(fusionIds.map((fusion) => [fusion, highest(rows, fusion)])) as Record<
    Fusion,
    number | null
  >;
  return rows.map((row) => {
    const cells = fusionIds.map((fusion) => {
      const cell = row.cells[fusion];
      const isBest = !row.oracle && cell.score !== null && shown(cell.score.mean) === best[fusion];
      return [fusion, { ...cell, best: isBest }] as const;
    });
    return { ...row, cells: Object.fromEntries(cells) as TableRow['cells'] };
  });
}

function highest(rows: TableRow[], fusion: Fusion): number | null {
  const means = rows.flatMap((row) => (row.oracle ? [] : (row.cells[fusion].score?.mean ?? [])));
  return means.length < 2 ? null : Math.max(...means.map(shown));
}
