import type { MetricKey, MetricPoint } from '@/domain/metrics';
import type { RunConfig } from '@/domain/runConfig';
import type { Tx } from '@/server/db';
import { writeMetrics } from '@/server/metrics/writeMetrics';
import type { NewEvaluation } from './newEvaluation';

/**
 * Puts the scores of the run's first planned evaluation on its curves. A run that serves two rows of the table (CE/CE and CE/E) has
 * one curve and two evaluations: the others are found with the evaluations only.
 */
export async function writeEvaluationMetrics(
  tx: Tx,
  runId: string,
  { variant, checkpointStep, summary, boxHitRate }: NewEvaluation,
  config: RunConfig,
): Promise<void> {
  if (config.evaluations[0]?.variant !== variant) return;
  const checkpoint = await tx.checkpoint.findUnique({
    where: { runId_step: { runId, step: checkpointStep } },
    select: { epoch: true },
  });
  const point = (key: MetricKey, value: number): MetricPoint => ({
    key,
    split: 'test',
    step: checkpointStep,
    epoch: checkpoint?.epoch ?? config.recipe.epochs,
    value,
  });
  const points = [point('mAP', summary.mAP), point('wAP', summary.wAP)];
  if (boxHitRate !== null) points.push(point('box_hit_rate', boxHitRate));
  await writeMetrics(tx, runId, points);
}
