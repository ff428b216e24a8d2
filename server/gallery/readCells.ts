import type { Fusion } from '@/domain/fusions';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import type { SeedResult } from '@/domain/table2/table2';
import type { VariantId } from '@/domain/variants';
import type { Db } from '@/server/db';
import { readTable } from '@/server/experiments/readTable';

/**
 * Where the rows of one column of Table 2 stand for one seed: the same runs and evaluations that the table shows.
 * @throws AppError not_found
 */
export async function readCells(
  db: Db,
  { experimentId, fusion, seed }: { experimentId: string; fusion: Fusion; seed: number },
): Promise<Map<VariantId, SeedResult>> {
  const { rows } = assembleTable2(await readTable(db, experimentId), [seed]);
  return new Map(
    rows.flatMap(({ variant, cells }) => {
      const result = cells[fusion].seeds[0];
      return result ? [[variant, result] as const] : [];
    }),
  );
}
