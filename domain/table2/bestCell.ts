import type { Fusion } from '@/domain/fusions';
import { fusionIds } from '@/domain/fusions';
import type { VariantId } from '@/domain/variants';
import type { Spread, Table2 } from './table2';

export type BestCell = { variant: VariantId; fusion: Fusion; label: string; score: Spread; difference: Spread | null };

/** The cell with the highest mean that reads no ground truth; null while nothing is scored. Base counts once. */
export function bestCell({ rows }: Table2): BestCell | null {
  const scored = rows.flatMap((row) =>
    row.oracle ? [] : fusionIds.flatMap((fusion) => (row.cells[fusion].score ? [{ row, fusion }] : [])),
  );
  let best: BestCell | null = null;
  for (const { row, fusion } of scored) {
    const { score, difference } = row.cells[fusion];
    if (score && (best === null || score.mean > best.score.mean)) {
      best = { variant: row.variant, fusion, label: row.label, score, difference };
    }
  }
  return best;
}
