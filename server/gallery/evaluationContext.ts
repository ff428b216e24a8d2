import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import { type GalleryExperiment, galleryExperiment } from './galleryExperiment';

/** What the videos of an evaluation are read against. */
export type EvaluationContext = {
  id: string;
  protocolKey: string;
  /** Base of the same seed on the same clips; null for Base itself and where there is none. */
  baseId: string | null;
  experiment: GalleryExperiment;
};

/** @throws AppError not_found where the evaluation, its run or its experiment is gone */
export async function evaluationContext(db: Db, evaluationId: string): Promise<EvaluationContext> {
  const evaluation = await db.evaluation.findFirst({
    where: { id: evaluationId, run: { deletedAt: null } },
    select: { id: true, protocolKey: true, run: { select: { experimentId: true, baseRunId: true } } },
  });
  if (!evaluation) throw new AppError('not_found', 'This evaluation does not exist or its run was deleted.');
  const { id, protocolKey, run } = evaluation;
  const experiment = await galleryExperiment(db, run.experimentId);
  const base =
    run.baseRunId === null
      ? null
      : await db.evaluation.findFirst({
          where: { runId: run.baseRunId, variant: 'base', protocolKey },
          select: { id: true },
        });
  return { id, protocolKey, baseId: base?.id ?? null, experiment };
}
