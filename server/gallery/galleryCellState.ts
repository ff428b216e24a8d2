import type { GalleryCell } from '@/domain/galleryFilter';
import type { SeedState } from '@/domain/table2/table2';
import type { Db } from '@/server/db';
import { evaluationContext } from './evaluationContext';
import { type EvaluationHead, evaluationHeads } from './evaluationHeads';
import { galleryExperiment } from './galleryExperiment';
import { readCells } from './readCells';

export type GalleryCellState = {
  /** Null: not evaluated yet; `state` and `run` then say why and how far it is. */
  evaluation: EvaluationHead | null;
  state: SeedState;
  run: { id: string; name: string; progress: number; statusMessage: string | null } | null;
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
  const result = (await readCells(db, cell)).get(cell.variant);
  const state = result?.state ?? 'missing';
  const run = result?.run ?? null;
  const [evaluation] = result?.evaluation ? await evaluationHeads(db, [result.evaluation.id]) : [];
  if (!evaluation) {
    const { progress = 0, statusMessage = null } = result?.work ?? {};
    const shown = run && { id: run.id, name: run.name, progress, statusMessage };
    return { evaluation: null, state, run: shown, comparable: false, total: 0 };
  }
  const [{ baseId }, total] = await Promise.all([
    evaluationContext(db, evaluation.id),
    db.evaluationVideo.count({ where: { evaluationId: evaluation.id } }),
  ]);
  return { evaluation, state, run: null, comparable: baseId !== null, total };
}
