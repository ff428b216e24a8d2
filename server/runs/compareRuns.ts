import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { type LatestMetric, listMetrics } from '@/server/metrics/listMetrics';
import { type EvaluationItem, listEvaluations } from './listEvaluations';
import { isDamaged } from './storedConfig';
import { withTrain } from './trainState';

const comparedSelect = {
  id: true,
  name: true,
  seed: true,
  config: true,
  train: { select: { status: true, progress: true, etaSeconds: true } },
  experiment: { select: { id: true, name: true } },
} as const satisfies Prisma.RunSelect;

type RunRow = Prisma.RunGetPayload<{ select: typeof comparedSelect }>;
export type ComparedRun = Omit<RunRow, 'train'> &
  RunRow['train'] & {
    metrics: LatestMetric[];
    evaluations: EvaluationItem[];
    /** Its config cannot be read. */
    damaged: boolean;
  };

/**
 * Runs to lay side by side, in the order of `runIds`; those that do not exist (any more) are left out.
 */
export async function compareRuns(db: Db, runIds: string[]): Promise<ComparedRun[]> {
  const [runs, metrics, evaluations] = await Promise.all([
    db.run.findMany({ where: { id: { in: runIds }, deletedAt: null }, select: comparedSelect }),
    listMetrics(db, runIds),
    listEvaluations(db, runIds),
  ]);
  return runIds.flatMap((id) =>
    runs
      .filter((run) => run.id === id)
      .map((run) => ({
        ...withTrain(run),
        damaged: isDamaged(run),
        metrics: metrics.filter((metric) => metric.runId === id),
        evaluations: evaluations.filter((evaluation) => evaluation.runId === id),
      })),
  );
}
