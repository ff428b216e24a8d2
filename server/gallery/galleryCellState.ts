import type { GalleryCell } from '@/domain/galleryFilter';
import type { Db } from '@/server/db';
import { type CellRun, cellRun } from './cellRun';
import { evaluationContext } from './evaluationContext';
import { type EvaluationHead, findEvaluations } from './findEvaluations';
import { galleryExperiment } from './galleryExperiment';

export type GalleryCellState = {
  /** Null: not evaluated yet; `run` then says how far it is. */
  evaluation: EvaluationHead | null;
  run: CellRun | null;
  /** False: no Base on the same clips, hence no differences. */
  comparable: boolean;
  /** Videos of the evaluation. */
  total: number;
};

/**
 * Whether a cell of Table 2 has videos to look at.
 * @throws AppError not_found where the experiment is gone
 */
export async function galleryCellState(db: Db, cell: GalleryCell): Promise<GalleryCellState> {
  await galleryExperiment(db, cell.experimentId);
  const evaluation = (await findEvaluations(db, cell)).get(cell.variant);
  if (!evaluation) return { evaluation: null, run: await cellRun(db, cell), comparable: false, total: 0 };
  const [{ baseId }, total] = await Promise.all([
    evaluationContext(db, evaluation.id),
    db.evaluationVideo.count({ where: { evaluationId: evaluation.id } }),
  ]);
  return { evaluation, run: null, comparable: baseId !== null, total };
}
