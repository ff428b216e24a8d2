import { metricIds } from '@/domain/metrics';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { runFigures } from './runFigures';
import { isDamaged } from './storedConfig';
import { trainSelect, withTrain } from './trainState';

const itemSelect = {
  id: true,
  name: true,
  seed: true,
  config: true,
  createdAt: true,
  train: { select: trainSelect },
  experiment: { select: { id: true, name: true } },
  evaluations: { select: { id: true, variant: true, oracle: true, map: true }, orderBy: { createdAt: 'asc' } },
  // Those that the table has columns for; a run may have hundreds of others.
  metricLatest: {
    where: { key: { in: [...metricIds] } },
    select: { key: true, split: true, last: true, min: true, max: true },
  },
} as const satisfies Prisma.RunSelect;

type ItemRow = Prisma.RunGetPayload<{ select: typeof itemSelect }>;

/** A row of the run table. */
export type RunListItem = Omit<ItemRow, 'train'> &
  ItemRow['train'] & {
    /** In [0, 1]; see runFigures. */
    map: number | null;
    loss: number | null;
    durationSeconds: number | null;
    /** Its config cannot be read; its page says what to do. */
    damaged: boolean;
  };

/** Rows of the run table in the order of `ids`; ids that do not exist are left out. */
export async function readRunItems(db: Db, ids: string[]): Promise<RunListItem[]> {
  if (ids.length === 0) return [];
  const [runs, figures] = await Promise.all([
    db.run.findMany({ where: { id: { in: ids } }, select: itemSelect }),
    db.$queryRaw<{ id: string; map: number | null; loss: number | null; duration: number | null }[]>`
      select r.id, ${runFigures.map} as map, ${runFigures.loss} as loss, ${runFigures.duration} as duration
      from runs r join tasks t on t.id = r.id where r.id in (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})`,
  ]);
  const runOf = new Map(runs.map((run) => [run.id, run]));
  const figuresOf = new Map(figures.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const run = runOf.get(id);
    const row = figuresOf.get(id);
    return run && row
      ? [{ ...withTrain(run), map: row.map, loss: row.loss, durationSeconds: row.duration, damaged: isDamaged(run) }]
      : [];
  });
}
