import type { Tx } from '@/server/db';

/** Everything that the training of a run has made so far; its log stays. */
export async function forgetResults(tx: Tx, runId: string): Promise<void> {
  await tx.checkpoint.deleteMany({ where: { runId } });
  await tx.evaluation.deleteMany({ where: { runId } });
  await tx.partialScores.deleteMany({ where: { runId } });
  await tx.galleryRequest.deleteMany({ where: { runId } });
  await tx.metricPoint.deleteMany({ where: { runId } });
  await tx.metricLatest.deleteMany({ where: { runId } });
  await tx.$executeRaw`update tasks set started_at = null, step = 0, progress = 0 where id = ${runId}::uuid`;
}
