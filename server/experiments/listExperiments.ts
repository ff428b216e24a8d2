import { type CountedPage, cutPage } from '@/domain/page';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import { type BestCell, bestCell } from '@/domain/table2/bestCell';
import type { Db } from '@/server/db';
import { type ExperimentState, experimentStates } from './experimentStates';
import { readTables } from './readTable';
import { damagedSpecText, readSpec } from './storedSpec';

export type ExperimentItem = {
  id: string;
  name: string;
  createdAt: Date;
  dataset: { id: string; name: string } | null;
  backbone: string;
  cells: number;
  seeds: number[];
  /** Never a row that reads ground truth. */
  best: BestCell | null;
  state: ExperimentState;
  /** What to do where its set-up cannot be read: then only name, times and progress are known. */
  damaged: string | null;
};

const unreadable = { dataset: null, backbone: '', cells: 0, seeds: [], best: null };
/** Newest first. */
export type ExperimentList = CountedPage<ExperimentItem, string>;

/** Experiments with their progress and best row, a page at a time. Ids are ordered by time. */
export async function listExperiments(
  db: Db,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<ExperimentList> {
  const where = { deletedAt: null };
  const [rows, total, datasets] = await Promise.all([
    db.experiment.findMany({
      where: cursor === null ? where : { ...where, id: { lt: cursor } },
      orderBy: { id: 'desc' },
      take: limit + 1,
      select: { id: true, name: true, spec: true, createdAt: true },
    }),
    db.experiment.count({ where }),
    db.dataset.findMany({ select: { id: true, slug: true, name: true } }),
  ]);
  const { items: shown, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
  const ids = shown.map(({ id }) => id);
  const [tables, states] = await Promise.all([readTables(db, ids), experimentStates(db, ids)]);
  const items = shown.flatMap(({ id, name, spec, createdAt }): ExperimentItem[] => {
    const state = states.get(id);
    if (!state) return [];
    const known = readSpec(spec);
    const table = tables.get(id);
    if (!known || !table) return [{ ...unreadable, id, name, createdAt, state, damaged: damagedSpecText(name) }];
    const { dataset: slug, backbone, cells, seeds } = known;
    const dataset = datasets.find((candidate) => candidate.slug === slug) ?? null;
    const best = bestCell(assembleTable2(table));
    return [{ id, name, createdAt, dataset, backbone, cells: cells.length, seeds, best, state, damaged: null }];
  });
  return { items, next, total };
}
