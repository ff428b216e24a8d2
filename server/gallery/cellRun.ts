import type { GalleryCell } from '@/domain/galleryFilter';
import { runConfigSchema } from '@/domain/runConfig';
import type { RunStatus } from '@/domain/runStatus';
import type { Db } from '@/server/db';

/** The run that will make (or was to make) an evaluation: said where the evaluation is not there yet. */
export type CellRun = { id: string; name: string; status: RunStatus; progress: number; statusMessage: string | null };

/** The newest run of the cell; null where the experiment has none, e.g. because the row was not chosen. */
export async function cellRun(db: Db, cell: GalleryCell): Promise<CellRun | null> {
  const runs = await db.run.findMany({
    where: { experimentId: cell.experimentId, seed: cell.seed, deletedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, name: true, status: true, progress: true, statusMessage: true, config: true },
  });
  const match = runs.find(({ config }) => {
    const parsed = runConfigSchema.safeParse(config);
    if (!parsed.success) return false;
    const { training, evaluations } = parsed.data;
    const inColumn = cell.variant === 'base' || training.fusion === cell.fusion;
    return inColumn && evaluations.some((evaluation) => evaluation.variant === cell.variant);
  });
  if (!match) return null;
  const { config: _, ...run } = match;
  return run;
}
