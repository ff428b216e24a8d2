import { Prisma } from '@/prisma/generated/client';
import { taskSeconds } from '@/server/tasks/taskSeconds';

/**
 * Figures of a run as SQL over `runs r join tasks t` (its training). mAP: mean over the evaluations that read no ground truth, or over the oracle ones where
 * there are no others; NaN (no class has a positive) counts as unknown. Loss: the last one, unknown where it diverged.
 */
export const runFigures = {
  map: Prisma.sql`(select coalesce(avg(nullif(e.map, 'NaN')) filter (where not e.oracle), avg(nullif(e.map, 'NaN')))
    from evaluations e where e.run_id = r.id)`,
  loss: Prisma.sql`(select case when m.last = any('{NaN,Infinity,-Infinity}'::float8[]) then null else m.last end
    from metric_latest m where m.run_id = r.id and m.key = 'loss' and m.split = 'train')`,
  /** Seconds at work on the training, all attempts together, by the clock of the database: nights in the queue do not count. */
  duration: taskSeconds,
} as const;
