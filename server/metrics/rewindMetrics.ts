import type { Tx } from '@/server/db';

/**
 * Takes back the points after a step: a run that resumes from its checkpoint computes them again, and the curve must be the one that
 * led to its weights. System metrics are about time, not steps, and stay.
 * @param step last step to keep; -1 takes back the whole curves
 */
export async function rewindMetrics(tx: Tx, runId: string, step: number): Promise<void> {
  const removed = await tx.$executeRaw`
    delete from metric_points where run_id = ${runId}::uuid and split <> 'system' and step > ${step}`;
  if (removed === 0) return;
  await tx.$executeRaw`delete from metric_latest where run_id = ${runId}::uuid and split <> 'system'`;
  await tx.$executeRaw`
    insert into metric_latest (run_id, key, split, last_step, last_epoch, last, min, max, points, updated_at)
    select run_id, key, split, max(step), (array_agg(epoch order by step desc))[1], (array_agg(value order by step desc))[1],
      min(value) filter (where abs(value) < 'Infinity'), max(value) filter (where abs(value) < 'Infinity'), count(*), now()
    from metric_points where run_id = ${runId}::uuid and split <> 'system'
    group by run_id, key, split`;
}
