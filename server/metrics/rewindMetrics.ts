import type { Tx } from '@/server/db';

/**
 * Takes the curves back to a checkpoint: a run that resumes from it computes the rest again, and its curves must be those that led to
 * its weights. Training steps count from 0, so the first one after `stepsTaken` steps is number `stepsTaken`. Points of evaluations
 * and of the system stay.
 * @param stepsTaken optimiser steps in the checkpoint; 0 takes back everything
 */
export async function rewindMetrics(tx: Tx, runId: string, stepsTaken: number): Promise<void> {
  const removed = await tx.$executeRaw`
    delete from metric_points where run_id = ${runId}::uuid
      and split = 'train' and step >= ${stepsTaken}`;
  if (removed === 0) return;
  await tx.$executeRaw`delete from metric_latest where run_id = ${runId}::uuid and split = 'train'`;
  await tx.$executeRaw`
    insert into metric_latest (run_id, key, split, last_step, last_epoch, last, min, max, points, updated_at)
    select run_id, key, split, max(step), (array_agg(epoch order by step desc))[1], (array_agg(value order by step desc))[1],
      min(value) filter (where abs(value) < 'Infinity'), max(value) filter (where abs(value) < 'Infinity'), count(*), now()
    from metric_points where run_id = ${runId}::uuid and split = 'train'
    group by run_id, key, split`;
}
